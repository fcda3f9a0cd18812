# Writes jvm.options and, where the JVM can, the cache that a start is quick with.
set -eu
options='-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError'
version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
if [ "$1" = true ] && [ "$version" -ge 25 ]; then
  # Up to the moment when the web server would start, and without a database.
  java -XX:AOTCacheOutput=gatewatch.aot -Xlog:aot=error -Dspring.context.exit=onRefresh \
    -Dspring.datasource.url=jdbc:postgresql://127.0.0.1:1/none \
    -Dspring.datasource.hikari.initialization-fail-timeout=-1 \
    -Dspring.datasource.hikari.connection-timeout=250 \
    -Dspring.flyway.enabled=false \
    -Dspring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect \
    -Dspring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false \
    -Dspring.jpa.hibernate.ddl-auto=none \
    -Dgatewatch.central.base-url=https://127.0.0.1 -DCENTRAL_ACCESS_TOKEN=none \
    -Dgatewatch.security.users[0].name=none -Dgatewatch.security.users[0].password={noop}none \
    -Dgatewatch.security.users[0].roles=viewer \
    -Dlogging.level.root=error -Dlogging.level.org=error -Dlogging.level.io.gatewatch=error \
    -jar gatewatch.jar
  rm -f gatewatch.aot.config
  [ -s gatewatch.aot ] || {
    echo "The training wrote no cache" >&2
    exit 1
  }
  options="$options -XX:AOTCache=/opt/gatewatch/gatewatch.aot"
else
  echo "No AOT cache: it takes JDK 25 or newer, this is $version, and AOT_CACHE=$1"
fi
printf '%s\n' $options >jvm.options
