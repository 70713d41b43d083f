# Functions that scripts/fuzz, scripts/leaks and ./test share. Sourced by bash after build.sh.

# Builds a module of tests, with what it needs besides for a long run: it has a profile of its own name for that.
build_testing() {
  local module=$1
  lock_build
  package_quietly -DskipTests -pl "$module" -am "-P${module##*/}"
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
