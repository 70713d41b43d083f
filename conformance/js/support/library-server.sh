#!/usr/bin/env bash
# Builds what changed and starts a server that is nothing but the library, with the options that are its arguments:
# see LibraryOptions.java.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
. "$root/scripts/build.sh"

# The server's own sources count too.
checksums() {
  source_checksum
  checksum "$root"/conformance/src/test/java/ceres/conformance/library/* "$root/conformance/pom.xml"
}

# Packages, as ./test does: modules would be compiled anew if they found classes where they had found jars.
build() {
  local log
  find_maven
  echo "building…" >&2
  log=$(mktemp "${TMPDIR:-/tmp}/ceres-build.XXXXXX")
  if ! (exec_maven -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dstyle.color=never -Dspotless.check.skip=true \
    -DskipTests package -pl conformance -am -Pclasspath >"$log" 2>&1 8>&-); then
    cat "$log" >&2
    rm -f "$log"
    fail "The build failed; see above."
  fi
  rm -f "$log"
  cp "$root/conformance/target/test.classpath" "$1.new"
  mv "$1.new" "$1"
}

find_jdk
classpath=$root/target/library/$(checksums | checksum | cut -c1-16)
if [ ! -f "$classpath" ]; then
  lock_build
  if [ ! -f "$classpath" ]; then
    rm -rf "$root/target/library"
    mkdir -p "$root/target/library"
    build "$classpath"
  fi
  unlock_build
fi

exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$root/conformance/target/test-classes:$(cat "$classpath")" ceres.conformance.library.LibraryServer "$@"
