# shellcheck shell=bash
# Needs promtool, prometheus and curl.
[ "$tools" = yes ] || {
  say "Left out: the demo and its metrics, for want of promtool, prometheus and curl"
  return 0
}

say "mvn spring-boot:test-run shows figures"
port=$(free_port)
management_port=$(free_port)
history="http://127.0.0.1:$port/api/v1/gateways/CNJJKLB0T1/history?step=PT1M"
scrape="http://127.0.0.1:$management_port/actuator/prometheus"
mkdir "$work/demo"
# A directory of its own: the database of a demo that someone runs here stays as it is.
SECONDS=0
start "$work/demo.log" env -u CENTRAL_BASE_URL -u CENTRAL_ACCESS_TOKEN \
  SERVER_PORT="$port" MANAGEMENT_SERVER_PORT="$management_port" \
  mvn -B -ntp ${MAVEN_CLI_OPTS:-} -Dspring-boot.run.workingDirectory="$work/demo" spring-boot:test-run

is_ready() { curl -fs -m 5 -o /dev/null "http://127.0.0.1:$management_port/actuator/health/readiness"; }
has_figures() {
  curl -fs -m 5 -u demo:demo -o "$work/history.json" "$history" &&
    grep -Eq '"summary":\{"tests":[1-9]' "$work/history.json"
}
demo_failed() {
  tail -n 60 "$work/demo.log" >&2
  fail "$1"
}
within 240 is_ready || demo_failed "the demo was not ready within 240 s"
echo "ready after $SECONDS s"
within 90 has_figures || demo_failed "the history had no figures within 90 s of readiness"
echo "first figures after $SECONDS s: $(grep -Eo '"summary":\{"tests":[0-9]+,"successfulTests":[0-9]+' "$work/history.json")"

say "promtool check metrics"
scraped() {
  curl -fs -m 10 -o "$work/scrape.txt" "$scrape" && grep -q '^gateway_http_test_response_duration_seconds_bucket' "$work/scrape.txt"
}
# A stored result is promised to be in the scrape within 5 s.
within 10 scraped || fail "the scrape shows no result of a test"
# Only ours: Spring's own meters do not keep to promtool's rules.
grep -E '^(# (HELP|TYPE) )?(gateway|gatewatch)_' "$work/scrape.txt" >"$work/ours.txt" || fail "none of our metrics is there"
promtool check metrics <"$work/ours.txt" || fail "promtool finds fault with our metrics"
echo "$(grep -c '^# TYPE' "$work/ours.txt") metrics, $(grep -vc '^#' "$work/ours.txt") samples: nothing to find fault with"

say "A real Prometheus scrapes the demo"
prometheus_port=$(free_port)
cat >"$work/prometheus.yml" <<YAML
global:
  scrape_interval: 1s
scrape_configs:
  - job_name: gatewatch
    metrics_path: /actuator/prometheus
    static_configs:
      - targets: ["127.0.0.1:$management_port"]
YAML
promtool check config "$work/prometheus.yml"
start "$work/prometheus.log" prometheus --config.file="$work/prometheus.yml" \
  --storage.tsdb.path="$work/prometheus" --web.listen-address="127.0.0.1:$prometheus_port"

query() {
  curl -s -m 10 -G -o "$work/query.json" --data-urlencode "query=$1" "http://127.0.0.1:$prometheus_port/api/v1/query" &&
    grep -q '"status":"success"' "$work/query.json"
}
has_results() {
  query 'sum(gateway_http_test_results_total) > 0' && grep -Eq '"value":\[[0-9.]+,"[0-9]+"\]' "$work/query.json"
}
within 60 has_results || {
  curl -s -m 10 "http://127.0.0.1:$prometheus_port/api/v1/targets" | grep -Eo '"lastError":"[^"]*"' >&2 || true
  tail -n 20 "$work/prometheus.log" >&2
  fail "Prometheus has no result of a test after 60 s"
}
echo "sum(gateway_http_test_results_total): $(cat "$work/query.json")"
query 'min_over_time(up[10s]) == 1' && grep -q '"value"' "$work/query.json" || fail "not every scrape succeeded"

say "Every PromQL example of docs/metrics.md is understood by Prometheus"
examples=0
expression=
inside=no
while IFS= read -r line; do
  case $inside$line in
    'no```promql') inside=yes expression= ;;
    'yes```')
      query "$expression" || fail "Prometheus does not understand: $expression: $(cat "$work/query.json")"
      examples=$((examples + 1)) inside=no
      ;;
    yes*) expression+="$line"$'\n' ;;
  esac
done <docs/metrics.md
[ "$examples" -gt 0 ] || fail "docs/metrics.md has no example"
echo "$examples examples"
