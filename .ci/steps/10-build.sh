# shellcheck shell=bash
say "mvn verify"
if [ "$tools" = yes ]; then
  # Checks that would be skipped for want of a tool fail instead.
  run_maven -Dgatewatch.gate=true verify
else
  run_maven verify
fi

skipped=$(grep -l '<skipped' target/surefire-reports/TEST-*.xml 2>/dev/null || true)
if [ -n "$skipped" ]; then
  say "Skipped tests:"
  # shellcheck disable=SC2086
  grep -h -B1 '<skipped' $skipped
  # shellcheck disable=SC2086
  if [ "$tools" = yes ] && grep -h '<skipped' $skipped | grep -Eiq 'apt-get|promtool|prometheus|chromium'; then
    fail "a test was skipped for want of a tool that is here"
  fi
fi
