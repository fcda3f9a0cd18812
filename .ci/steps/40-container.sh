# shellcheck shell=bash
# Needs buildah, podman and runc, root, and Debian's PostgreSQL 15. There is no registry to pull from: the base image is made
# of this machine's files and a JDK 25, or of the JDK that is here, and then there is no AOT cache to try.
[ "$image" = yes ] || {
  say "Left out: the image, as GATE_IMAGE=false says"
  return 0
}
postgres=/usr/lib/postgresql/15/bin
if [ "$(id -u)" != 0 ] || [ ! -x "$postgres/initdb" ] ||
  ! { command -v buildah && command -v podman && command -v runc; } >/dev/null; then
  say "Left out: the image, for want of buildah, podman, runc and postgresql-15 from apt, or of root"
  return 0
fi

jdk=
for java in /usr/lib/jvm/*25*/bin/java; do [ ! -x "$java" ] || jdk=${java%/bin/java}; done
aot=true
if [ -z "$jdk" ]; then
  jdk=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  aot=false
  say "There is no JDK 25 here: the image is made with $jdk, without the AOT cache"
fi

# A store of its own, with what needs least of the machine: no file system to mount, no systemd, no journal.
export CONTAINERS_STORAGE_CONF=$work/storage.conf CONTAINERS_CONF=$work/containers.conf
printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "%s"\n' "$work/images" "$work/run" >"$CONTAINERS_STORAGE_CONF"
printf '[containers]\nlog_driver = "k8s-file"\n[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\n' \
  >"$CONTAINERS_CONF"
container_tag=localhost/gatewatch-gate:$$
base_tag=localhost/gatewatch-gate-base:$$

# As ContainerTest runs it.
can_run() {
  podman run --rm --network=host --read-only --tmpfs /tmp --cap-drop=ALL --security-opt=no-new-privileges --memory=1g \
    --ulimit=nofile=4096:4096 --ulimit=nproc=4096:4096 --entrypoint /bin/bash "$1" -c true
}

say "buildah builds the image from the jar"
SECONDS=0
.ci/base-image.sh "$jdk" "$work/base.tar"
podman import --quiet --change 'ENV PATH=/opt/java/openjdk/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$work/base.tar" "$base_tag" >"$work/import.log" 2>&1 ||
  fail "podman could not import the base image: $(cat "$work/import.log")"
rm "$work/base.tar"
mkdir -p "$work/empty"
if ! printf 'FROM %s\nRUN true\n' "$base_tag" | buildah bud --isolation=chroot -f - "$work/empty" >"$work/build.log" 2>&1; then
  say "Left out: the image; this machine lets nothing be built in a container: $(tail -n 1 "$work/build.log")"
  return 0
fi
buildah bud --isolation=chroot --build-arg BASE_IMAGE="$base_tag" --build-arg BUILD_IMAGE="$base_tag" \
  --build-arg JAR=target/gatewatch.jar --build-arg AOT_CACHE="$aot" -t "$container_tag" . >"$work/build.log" 2>&1 || {
  tail -n 30 "$work/build.log" >&2
  fail "buildah could not build the image"
}
podman image inspect --format '{{index .Config.Labels "org.opencontainers.image.title"}} {{.User}}' "$container_tag" |
  grep -qx 'Gatewatch 10001:10001' || fail "the image has not the labels and the user that it should have"
echo "built in $SECONDS s, $(podman image inspect --format '{{.Size}}' "$container_tag") bytes, base $(podman image inspect --format '{{.Size}}' "$base_tag")"

if ! can_run "$container_tag" >"$work/run.log" 2>&1; then
  say "Left out: running the image; this machine lets no container run: $(tail -n 1 "$work/run.log")"
  return 0
fi

say "The image does the main job once, on PostgreSQL 15"
database_port=$(free_port)
mkdir "$work/pg15"
chown nobody "$work/pg15"
chmod 711 "$work"
as_nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$work/pg15" "$@"; }
as_nobody "$postgres/initdb" -D "$work/pg15/data" -U postgres --auth=trust >"$work/initdb.log"
start "$work/pg15.log" setpriv --reuid=nobody --regid=nogroup --clear-groups "$postgres/postgres" -D "$work/pg15/data" \
  -p "$database_port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$work/pg15"
pg() { local program=$1 && shift && "$postgres/$program" -h 127.0.0.1 -p "$database_port" -U postgres "$@"; }
is_up() { pg psql -qc 'select 1' >/dev/null 2>&1; }
within 60 is_up || fail "PostgreSQL 15 did not start: $(tail -n 3 "$work/pg15.log")"
pg psql -qc "create role gatewatch login password 'gatewatch'" -c 'create database gatewatch owner gatewatch' \
  -c 'create database restored owner gatewatch'

run_maven -q -Djacoco.skip=true surefire:test -Dtest=ContainerTest -Dgatewatch.image="$container_tag" -Dgatewatch.image.aot="$aot" \
  -Dgatewatch.database="jdbc:postgresql://127.0.0.1:$database_port/gatewatch" >"$work/container.log" 2>&1 || {
  tail -n 60 "$work/container.log" >&2
  fail "the container did not do its job"
}
grep -hoE '([0-9]+ MB resident.*|ready after .*)$' "$work/container.log" || true

say "What pg_dump took out comes in again, as docs/operations.md says it"
pg pg_dump -Fc -f "$work/gatewatch.dump" gatewatch
pg pg_restore --no-owner --role=gatewatch --exit-on-error -d restored "$work/gatewatch.dump"
rows='select count(*), md5(string_agg(t::text, chr(10) order by t::text)) from'
for table in task http_test response_sample hourly_figures target_totals gateway flyway_schema_history; do
  before=$(pg psql -Atqc "$rows $table t" gatewatch)
  after=$(pg psql -Atqc "$rows $table t" restored)
  [ "$before" = "$after" ] || fail "$table has other rows after the restore: $before, $after"
  echo "$table ${before%%|*} rows"
done
[ "$(pg psql -Atqc 'select count(*) from http_test' restored)" -ge 1 ] || fail "there was nothing to restore"
owner=$(pg psql -Atqc "select distinct tableowner from pg_tables where schemaname = 'public'" restored)
[ "$owner" = gatewatch ] || fail "restored tables belong to $owner"
