# shellcheck shell=bash
# Needs buildah, podman and runc, root, and Debian's PostgreSQL 15. There is no registry to pull from: the base image is made
# of this machine's files and a JDK 25, or of the JDK that is here, and then there is no AOT cache to try.
[ "${GATE_IMAGE:-}" = true ] || {
  say "Left out: the image; GATE_IMAGE=true .ci/run builds and tries it"
  return 0
}

postgres=/usr/lib/postgresql/15/bin
if [ "$tools" != yes ] || [ "$(id -u)" != 0 ] || [ ! -x "$postgres/initdb" ]; then
  say "Left out: the image, for want of buildah, podman, runc and postgresql-15 from apt, or of root"
  return 0
fi

jdk=$(ls -d /usr/lib/jvm/*25* 2>/dev/null | head -n 1)
aot=true
if [ -z "$jdk" ]; then
  jdk=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  aot=false
  say "There is no JDK 25 here: the image is made with $jdk, without the AOT cache"
fi

say "buildah builds the image from the jar"
container_tag=localhost/gatewatch-gate:$$
base_tag=localhost/gatewatch-gate-base:$$
SECONDS=0
.ci/base-image.sh "$jdk" "$work/base.tar"
podman import --quiet --change 'ENV PATH=/opt/java/openjdk/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$work/base.tar" "$base_tag" >"$work/import.log" 2>&1 ||
  fail "podman could not import the base image: $(cat "$work/import.log")"
rm "$work/base.tar"
buildah bud --isolation=chroot --build-arg BASE_IMAGE="$base_tag" --build-arg BUILD_IMAGE="$base_tag" \
  --build-arg JAR=target/gatewatch.jar --build-arg AOT_CACHE="$aot" -t "$container_tag" . >"$work/build.log" 2>&1 || {
  tail -n 30 "$work/build.log" >&2
  fail "buildah could not build the image"
}
podman image inspect --format '{{index .Config.Labels "org.opencontainers.image.title"}} {{.User}}' "$container_tag" |
  grep -qx 'Gatewatch 10001:10001' || fail "the image has not the labels and the user that it should have"
echo "built in $SECONDS s, $(podman image inspect --format '{{.Size}}' "$container_tag") bytes, base $(podman image inspect --format '{{.Size}}' "$base_tag")"

drop_images() { podman rmi --force "$container_tag" "$base_tag" >/dev/null 2>&1 || true; }
if ! podman --runtime runc run --rm --network=host --ulimit=nofile=4096:4096 --ulimit=nproc=4096:4096 \
  --entrypoint /bin/bash "$container_tag" -c true >"$work/run.log" 2>&1; then
  say "Left out: running the image; this machine lets no container run: $(tail -n 1 "$work/run.log")"
  drop_images
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
  drop_images
  fail "the container did not do its job"
}
grep -hoE '([0-9]+ MB resident|ready after .*)$' "$work/container.log" || true
drop_images

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
