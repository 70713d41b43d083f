# Functions that bench/run and bench/micro share. Sourced by bash after scripts/build.sh.

# A checksum of all that the benchmarks are built from.
bench_checksum() {
  { source_checksum; (cd "$root/bench" && find pom.xml src -type f -print0 | LC_ALL=C sort -z | xargs -0 cat) | checksum; } | checksum
}

# Builds the benchmarks and what they measure, and writes the class paths, if anything has changed.
build_bench() {
  local built=$root/bench/target/built
  [ "$(cat "$built" 2>/dev/null)" != "$(bench_checksum)" ] || return 0
  lock_build
  fetch_browser_client
  package_quietly -DskipTests -pl bench -am -Pclasspath
  bench_checksum >"$built"
  unlock_build
}

# Fetches socket.io and its libraries from npm, if there is an npm and they are not there yet.
fetch_reference_server() {
  local node=$root/bench/node
  if ! command -v npm >/dev/null; then
    echo "There is no npm in PATH: Ceres is measured alone." >&2
    return 0
  fi
  [ "$node/node_modules/.package-lock.json" -nt "$node/package-lock.json" ] && return
  (cd "$node" && npm ci --ignore-scripts --fetch-retries=0 --fetch-timeout=30000 --loglevel=error \
    </dev/null >/dev/null 2>&1) ||
    echo "npm cannot fetch the reference server: Ceres is measured alone." >&2
}

# What figures depend on.
describe_machine() {
  echo "commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown), $(uname -srm)," \
    "$(getconf _NPROCESSORS_ONLN) processors ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1))," \
    "$("$JAVA_HOME/bin/java" -version 2>&1 | head -1), Node.js $(node --version 2>/dev/null || echo "missing")"
}
