# shellcheck shell=bash
# Needs promtool and amtool.
[ "$tools" = yes ] || {
  say "Left out: rules and dashboards, for want of promtool and amtool"
  return 0
}

say "Alert rules: form, and every alert firing, not firing and clearing"
find helm/gatewatch/rules -name '*.yaml' ! -name '*_test.yaml' -exec promtool check rules {} + >"$work/rules.log" || {
  cat "$work/rules.log" >&2
  fail "promtool finds fault with the rules"
}
promtool test rules helm/gatewatch/rules/*_test.yaml
{
  echo 'route: {receiver: nobody}'
  echo 'receivers: [{name: nobody}]'
  cat helm/gatewatch/alertmanager/inhibit-rules.yaml
} >"$work/alertmanager.yml"
amtool check-config "$work/alertmanager.yml" >"$work/rules.log" || {
  cat "$work/rules.log" >&2
  fail "Alertmanager does not take the inhibition rules"
}

say "Dashboards have the types that Grafana publishes"
if command -v npm >/dev/null && npm install --prefix "$work/grafana" --silent --no-audit --no-fund \
  @grafana/schema@11.6.0 typescript@5.6.3 >"$work/npm.log" 2>&1; then
  node .ci/dashboard-types.mjs helm/gatewatch/dashboards "$work/grafana/dashboards.ts"
  (cd "$work/grafana" && node_modules/.bin/tsc --noEmit --strict --skipLibCheck --target es2022 --module esnext \
    --moduleResolution bundler dashboards.ts) || fail "a dashboard has a type that Grafana does not know"
  echo "$(find helm/gatewatch/dashboards -name '*.json' | wc -l) dashboards"
else
  say "Left out: the types of the dashboards, for want of npm and its registry (their structure was tested by mvn verify)"
fi

say "A gateway breaks: one notice through the real Prometheus and Alertmanager, though two replicas run"
run_maven -q -Dgatewatch.gate=true -Djacoco.skip=true test -Dtest=AlertRehearsal
grep -h -o '<testcase name="[^"]*"[^>]*time="[^"]*"' target/surefire-reports/TEST-io.gatewatch.rehearsal.AlertRehearsal.xml
