# shellcheck shell=bash
# Needs promtool. The rules are those that the tests got out of the chart.
[ "$tools" = yes ] || {
  say "Left out: promtool's word on the chart's rules, for want of promtool"
  return 0
}

rules=(target/chart/rules/*.yaml)
if [ ! -e "${rules[0]}" ]; then
  # The engine of the tests is there for Linux on amd64 only.
  [ "$(uname -s)-$(uname -m)" != Linux-x86_64 ] || [ -z "$(ls helm/gatewatch/rules/*.yaml 2>/dev/null)" ] || fail "the chart gave no rules"
  return 0
fi
say "promtool check rules, as the chart wraps them"
for file in "${rules[@]}"; do
  promtool check rules "$file" || fail "promtool finds fault with $file"
done
