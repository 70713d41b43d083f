# Functions that ./run and ./test share. Sourced by bash; "root" is the project's folder.

fail() {
  echo "$*" >&2
  exit 1
}

# The major version of the JDK in a folder, from its "release" file; nothing if there is no compiler in it.
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 </dev/null | sed -n 's/.*version "\([0-9]*\).*/\1/p'
  fi
}

# Sets JAVA_HOME to a JDK 25 or newer: the one it names already, that of the java in PATH, or an installed one.
find_jdk() {
  local candidates=() java home major
  [ -n "${JAVA_HOME:-}" ] && candidates+=("$JAVA_HOME")
  if java=$(command -v java); then
    java=$(readlink -f "$java" 2>/dev/null || echo "$java")
    candidates+=("$(dirname "$(dirname "$java")")")
  fi
  if [ -x /usr/libexec/java_home ]; then
    home=$(/usr/libexec/java_home -v 25+ 2>/dev/null) && candidates+=("$home")
  fi
  candidates+=(/usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/.sdkman/candidates/java/*)
  for home in "${candidates[@]}"; do
    major=$(jdk_major "$home") || continue
    if [ "${major:-0}" -ge 25 ]; then
      export JAVA_HOME=$home
      return
    fi
  done
  fail "Ceres needs a JDK 25 or newer, and there is none in JAVA_HOME, PATH or /usr/lib/jvm: install one (for example Temurin 25)."
}

find_maven() {
  command -v mvn >/dev/null ||
    fail "Ceres is built with Apache Maven 3.8 or newer, and there is no mvn in PATH: install it (for example with the package manager, as \"maven\")."
}

# Becomes Maven in the project's folder, without a terminal and without the warnings of its own libraries.
exec_maven() {
  cd "$root" || exit
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
  exec mvn -B -ntp "$@" </dev/null
}

# Packages modules, without their tests; says what Maven says only if that fails. As ./test it packages, because modules
# that find classes where they had found jars are compiled anew.
package_quietly() {
  local log
  find_maven
  echo "building…" >&2
  log=$(mktemp "${TMPDIR:-/tmp}/ceres-build.XXXXXX")
  if ! (exec_maven -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dstyle.color=never -Dspotless.check.skip=true \
    package "$@" >"$log" 2>&1 8>&-); then
    cat "$log" >&2
    rm -f "$log"
    fail "The build failed; see above."
  fi
  rm -f "$log"
}

# Takes the lock that keeps builds apart; it is held until this process (or unlock_build) ends it.
lock_build() {
  mkdir -p "$root/target"
  if command -v flock >/dev/null; then
    exec 8>"$root/target/build.lock"
    flock 8
  else
    until mkdir "$root/target/build.lock.d" 2>/dev/null; do
      kill -0 "$(cat "$root/target/build.lock.d/pid" 2>/dev/null || echo $$)" 2>/dev/null ||
        rm -rf "$root/target/build.lock.d"
      sleep 0.2
    done
    echo $$ >"$root/target/build.lock.d/pid"
    trap unlock_build EXIT
  fi
}

unlock_build() {
  if command -v flock >/dev/null; then
    exec 8>&-
  else
    rm -rf "$root/target/build.lock.d"
    trap - EXIT
  fi
}

# Fetches from npm what a folder's package-lock.json names, unless it is there already.
npm_ci() {
  [ "$root/$1/node_modules/.package-lock.json" -nt "$root/$1/package-lock.json" ] ||
    (cd "$root/$1" && npm ci --ignore-scripts --fetch-retries=0 --fetch-timeout=30000 --loglevel=error \
      </dev/null >/dev/null 2>&1 8>&-)
}

# Fetches the browsers' client, if there is an npm. Without it the server hands out none, which is no reason not to
# build one.
fetch_browser_client() {
  command -v npm >/dev/null || return 0
  npm_ci socketio/client ||
    echo "npm cannot fetch the Socket.IO client for browsers: the server is built without it." >&2
}

# Fetches what the page to chat on is built with. A server can be built without the page, and says then that it has none.
fetch_page_tools() {
  if command -v npm >/dev/null; then
    npm_ci web ||
      echo "npm cannot fetch what the page to chat on is built with: the server is built without the page." >&2
  else
    echo "There is no npm in PATH: the server is built without the page to chat on. It comes with Node.js 20 or newer." >&2
  fi
}

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# A checksum of everything that the server is built from, names and contents.
source_checksum() {
  export -f checksum
  (cd "$root" &&
    {
      find . \( -name target -o -name node_modules -o -name '.git' -o -path ./data -o -path ./bench -o -path ./web/dist \) \
        -prune -o -type f \( -name pom.xml -o -path '*/src/main/*' -o -path './web/*' -o -path './.mvn/*' -o -path './run' \
        -o -path './scripts/build.sh' \
        -o -path './docs/asyncapi.yaml' -o -path './docs/ceres-events.d.ts' -o -path './docs/clients.md' \) -print0
      for folder in socketio/client web; do
        if [ -e "$folder/node_modules/.package-lock.json" ]; then
          printf '%s\0' "./$folder/node_modules/.package-lock.json"
        fi
      done
    } |
    LC_ALL=C sort -z | xargs -0 bash -c 'checksum "$@"' checksum | checksum | cut -c1-16)
}
