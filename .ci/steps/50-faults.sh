# shellcheck shell=bash
# Replicas of the jar die, and so does what they need. A whole run, with more tasks: mvn -Pfaults verify
if [ "$tools" != yes ]; then
  say "Left out: the fault suite, for want of faketime and pgbouncer from apt"
  return 0
fi

say "Nothing is lost and nothing stored twice, whatever dies"
run_maven -q -Pfaults -Dgatewatch.gate=true -Dgatewatch.faults.tasks=100 -Dgatewatch.faults.takeover=2000 -Dgatewatch.faults.crowd=100000 \
  surefire:test@faults >"$work/faults.log" 2>&1 || {
  grep -vE '^\s+at ' "$work/faults.log" | tail -n 60 >&2
  fail "the fault suite found something"
}
cat target/reliability.md
