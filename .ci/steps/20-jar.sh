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

if [[ " ${MAVEN_CLI_OPTS:-} " = *" -o "* ]]; then
  # The plugin that makes the bill of materials does nothing then, and one of an earlier build may lie in target.
  say "Left out: whether the jar comes out the same again, since Maven is offline"
  return 0
fi
say "The jar comes out the same, byte by byte, elsewhere and later"
mkdir -p "$work/again/src"
cp -r .mvn db pom.xml "$work/again/"
cp -r src/main "$work/again/src/"
(cd "$work/again" && run_maven -q -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true package) ||
  fail "a copy of the sources could not be built"
cmp "$jar" "$work/again/target/gatewatch.jar" ||
  fail "two builds of the same sources differ, or target holds what the sources no longer do (mvn clean)"
rm -r "$work/again"
sha256sum "$jar"
