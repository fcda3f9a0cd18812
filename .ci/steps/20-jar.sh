# shellcheck shell=bash
say "The jar without settings says in one line what it wants, and ends"
jar=$PWD/target/gatewatch.jar
[ -f "$jar" ] || fail "there is no $jar"
mkdir "$work/empty"
code=0
(cd "$work/empty" && timeout 120 env -i PATH="$PATH" HOME="$HOME" java -jar "$jar") >"$work/jar.log" 2>&1 || code=$?
cat "$work/jar.log"
[ "$code" -ne 0 ] || fail "it ended with 0"
[ "$code" -ne 124 ] || fail "it did not end within two minutes"
[ "$(wc -l <"$work/jar.log")" -eq 1 ] || fail "it printed $(wc -l <"$work/jar.log") lines instead of one"
grep -q 'spring\.datasource\.url' "$work/jar.log" || fail "the line does not name spring.datasource.url"
