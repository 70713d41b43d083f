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

find_jdk
classpath=$root/target/library/$(checksums | checksum | cut -c1-16)
if [ ! -f "$classpath" ]; then
  lock_build
  if [ ! -f "$classpath" ]; then
    rm -rf "$root/target/library"
    mkdir -p "$root/target/library"
    package_quietly -DskipTests -pl conformance -am -Pclasspath
    cp "$root/conformance/target/test.classpath" "$classpath.new"
    mv "$classpath.new" "$classpath"
  fi
  unlock_build
fi

exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$root/conformance/target/test-classes:$(cat "$classpath")" ceres.conformance.library.LibraryServer "$@"
