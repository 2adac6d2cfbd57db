# shellcheck shell=bash disable=SC2034
# Read by the other scripts, never run: where things are, which Java, and building what is not built.
# They work from any folder, and leave the caller's working directory alone.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
target="$root/target"

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Sets java and java_major. The version is read from a file, because asking java for it costs as much as starting it.
find_java() {
  if [[ -n "${JAVA_HOME:-}" && -x "$JAVA_HOME/bin/java" ]]; then
    java="$JAVA_HOME/bin/java"
  else
    java="$(command -v java)" || die "Vedette needs a JDK 17 or later: no java on the PATH, and JAVA_HOME is not set."
  fi
  java="$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")"
  local release version=""
  release="$(dirname "$(dirname "$java")")/release"
  if [[ -r "$release" ]]; then
    version="$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$release")"
  fi
  if [[ -z "$version" ]]; then
    version="$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p;' | head -n 1)"
  fi
  java_major="$version"
  [[ "$java_major" =~ ^[0-9]+$ ]] || die "Cannot tell the version of $java."
  ((java_major >= 17)) || die "Vedette needs a JDK 17 or later; $java is $java_major."
}

# Sets jar to the newest one, or to nothing.
find_jar() {
  local candidate
  jar=""
  for candidate in "$target"/vedette-*.jar; do
    if [[ -f "$candidate" && (-z "$jar" || "$candidate" -nt "$jar") ]]; then
      jar="$candidate"
    fi
  done
}

is_fresh() {
  local mark
  [[ -n "$jar" ]] || return 1
  for mark in "$jar" "$target/.built"; do
    if [[ -e "$mark" ]]; then
      local newer
      newer="$(find "$root/pom.xml" "$root/src/main" -type f -newer "$mark" -print -quit)"
      [[ -n "$newer" ]] || return 0
    fi
  done
  return 1
}

# Shows that something is going on: a first build downloads for minutes on a slow line.
show_progress() {
  awk '
    /Downloaded from/ { if (++files % 25 == 0) { print "  " files " files downloaded"; fflush() } }
    /--- .*(compile|jar|copy-dependencies) / {
      sub(/.*--- /, ""); sub(/ @.*/, ""); print "  " $0; fflush()
    }
    /^\[ERROR\]/ { print; fflush() }
  ' >&2
}

# Builds the jar when there is none or the sources are newer. Tests have a script of their own.
build_if_needed() {
  find_jar
  if [[ "${VEDETTE_BUILD:-yes}" == no ]] || is_fresh; then
    [[ -n "$jar" ]] || die "There is no jar in $target, and VEDETTE_BUILD=no."
    return
  fi
  if ! command -v mvn >/dev/null; then
    [[ -n "$jar" ]] || die "Vedette is not built yet, and there is no mvn on the PATH to build it."
    say "The sources are newer than the jar, but there is no mvn on the PATH: using the jar as it is."
    return
  fi
  say "Building Vedette (the first time its libraries are downloaded) ..."
  local began=$SECONDS
  (cd "$root" && mvn -B -Dmaven.test.skip=true package </dev/null 2>&1) | show_progress ||
    die "The build failed; 'mvn package' in $root tells more."
  find_jar
  [[ -n "$jar" ]] || die "The build left no jar in $target."
  touch "$target/.built"
  say "Built in $((SECONDS - began)) s."
}

# Compiles the product and its tests when they are not compiled or the sources are newer.
build_tests_if_needed() {
  local mark="$target/.tests-compiled"
  if [[ -e "$mark" && -e "$target/test-classpath.txt" &&
    -z "$(find "$root/pom.xml" "$root/src" -newer "$mark" -print -quit)" ]]; then
    return
  fi
  command -v mvn >/dev/null || die "The simulation is among the tests, and there is no mvn on the PATH to compile them."
  say "Compiling Vedette and its tests (the first time its libraries are downloaded) ..."
  local began=$SECONDS
  mkdir -p "$target"
  touch "$mark.new"
  (cd "$root" && mvn -B process-test-classes </dev/null 2>&1) | show_progress ||
    die "The build failed; 'mvn process-test-classes' in $root tells more."
  mv "$mark.new" "$mark"
  say "Compiled in $((SECONDS - began)) s."
}

# Sets flags: the JVM of a sentinel. Small and without pauses rather than wide; C2 stays on, because without it the
# server answers a fifth to a half slower. Out of memory, the process ends: half alive it would still vote.
# The heap grows with what is watched, about 100 MiB for 1000 masters, and to more while it finds out about them.
jvm_flags() {
  # Netty's events for the flight recorder make the start load some forty classes more, and nobody has asked for them.
  flags=(
    -XX:+UseSerialGC -Xms32m -Xmx768m -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError
    -Xlog:disable -Dio.netty.jfr.enabled=false
  )
  # A class archive that does not fit is no error: the JVM starts as it would without one.
  if ((java_major >= 25)); then
    flags+=('-Xlog:all=error,cds=off,aot=off:stderr')
  else
    flags+=('-Xlog:all=error,cds=off:stderr')
  fi
  if ((java_major >= 24)); then
    flags+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  fi
}

# An archive of loaded classes, which halves the start, or is silently ignored. It belongs to one JVM and one jar.
use_archive() {
  local key
  key="$java_major-$(printf '%s' "$java" | cksum | cut -d ' ' -f 1)"
  if ((java_major >= 25)); then
    archive="$target/archive/$key.aot"
    archive_use=(-XX:AOTCache="$archive")
    archive_make=(-XX:AOTCacheOutput="$archive.new")
  else
    archive="$target/archive/$key.jsa"
    archive_use=(-XX:SharedArchiveFile="$archive")
    archive_make=(-XX:ArchiveClassesAtExit="$archive.new")
  fi
  if [[ ! -e "$archive" || "$jar" -nt "$archive" ]]; then
    make_archive
  fi
  if [[ -s "$archive" ]]; then
    flags+=("${archive_use[@]}")
  fi
}

# A short life of a sentinel that watches itself shows the JVM what to keep. It also tries to fail a master that is not
# there over to itself, with itself as the other voter, and refuses: so a first failover in earnest finds its classes
# loaded. A sentinel without any peer would listen for 2.5 s before it campaigns. Whoever comes second does
# not wait, and one that failed leaves an empty archive, so that nobody tries again before the next build.
make_archive() {
  mkdir -p "$target/archive" 2>/dev/null || return 0
  # A lock that is minutes old was left by somebody who was killed.
  find "$archive.lock" -maxdepth 0 -mmin +2 -exec rmdir {} + 2>/dev/null || true
  mkdir "$archive.lock" 2>/dev/null || return 0
  say "Preparing a class archive, once for this build and this JVM ..."
  rm -f "$archive" "$archive.new"
  live_shortly >/dev/null 2>&1 || true
  if [[ -s "$archive.new" ]]; then
    mv "$archive.new" "$archive"
  else
    : >"$archive"
  fi
  rmdir "$archive.lock"
}

live_shortly() (
  folder="$(mktemp -d)"
  pid=""
  # Invoked by the trap.
  # shellcheck disable=SC2317
  finish() {
    [[ -z "$pid" ]] || kill -9 "$pid" 2>/dev/null
    rm -rf "$folder"
  }
  trap finish EXIT
  port=$((20000 + RANDOM % 10000))
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((20000 + RANDOM % 10000)); done
  cat >"$folder/sentinel.conf" <<EOF
port $port
bind 127.0.0.1
sentinel myid 0123456789abcdef0123456789abcdef01234567
sentinel monitor itself 127.0.0.1 $port 2
sentinel down-after-milliseconds itself 500
sentinel monitor gone 127.0.0.1 1 1
sentinel down-after-milliseconds gone 200
sentinel known-replica gone 127.0.0.1 $port
sentinel known-sentinel gone 127.0.0.1 $port 1123456789abcdef0123456789abcdef01234567
EOF
  "$java" "${flags[@]}" "${archive_make[@]}" -cp "$jar" dev.vedette.Vedette "$folder/sentinel.conf" \
    </dev/null >"$folder/log" &
  pid=$!
  for ((i = 0; i < 100; i++)); do
    kill -0 "$pid" || return 1
    if "$root/scripts/ask" "$port" SENTINEL MASTERS; then break; fi
    sleep 0.1
  done
  # Long enough for pings, a hello, and a failover that is refused in the end. The archive is written at the end.
  for ((i = 0; i < 80; i++)); do
    if grep -q -e -failover-abort "$folder/log"; then break; fi
    sleep 0.1
  done
  kill -TERM "$pid"
  for ((i = 0; i < 300; i++)); do
    kill -0 "$pid" || { pid=""; return 0; }
    sleep 0.1
  done
  return 1
)

# Becomes the JVM, so that the pid of the script is the pid of the program.
become() {
  local main="$1"
  shift
  read -r -a own <<<"${VEDETTE_JAVA_OPTS:-}"
  exec "$java" "${flags[@]}" ${own[@]+"${own[@]}"} -cp "$jar" "$main" "$@"
}
