# Functions that scripts/fuzz, scripts/leaks and ./test share. Sourced by bash after build.sh.

# Builds a module of tests, with what it needs besides for a long run: it has a profile of its own name for that.
build_testing() {
  local log module=$1
  find_maven
  echo "building…" >&2
  lock_build
  log=$(mktemp "${TMPDIR:-/tmp}/ceres-build.XXXXXX")
  if ! (exec_maven -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dstyle.color=never -Dspotless.check.skip=true \
    process-test-classes -pl "$module" -am "-P${module##*/}" >"$log" 2>&1 8>&-); then
    cat "$log" >&2
    rm -f "$log"
    fail "The build failed; see above."
  fi
  rm -f "$log"
  unlock_build
  classpath=$root/$module/target/classes:$root/$module/target/test-classes:$(cat "$root/$module/target/test.classpath")
}

# What figures depend on.
describe_machine() {
  echo "commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown), $(uname -sm)," \
    "$(getconf _NPROCESSORS_ONLN) processors, $("$JAVA_HOME/bin/java" -version 2>&1 | head -1)"
}

# Runs a main class of the module that was built; what runs on the wrong loop is noticed by assertions.
run_java() {
  "$JAVA_HOME/bin/java" -enableassertions --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$classpath" "$@"
}
