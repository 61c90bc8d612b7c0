# What ./deltarule and benchmarks/run share: finding Java, building what is out of date, starting Java.
# They set name (who speaks) and root (the project's folder) before they read this file.

fail() {
  echo "$name: $1" >&2
  exit 1
}

# Sets java, from JAVA_HOME or the PATH, and sees that it is new enough.
find_java() {
  if [ -n "$JAVA_HOME" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is '$JAVA_HOME', but there is no bin/java in it; correct or unset it"
  else
    java=$(command -v java) || fail "there is no java on the PATH; install a JDK, version 17 or newer
  (Debian: apt install openjdk-17-jdk-headless, macOS: brew install openjdk@17)"
  fi
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "$java is Java ${version:-of an unknown version}; 17 or newer is needed.
  Install one, and say where with JAVA_HOME if it is not the first on the PATH"
}

# Prints something if a module's build is missing, older than a source, or made with other arguments. The stamp
# is made before the build that it stands for, and holds what DELTARULE_MAVEN_ARGS was.
stale() {
  if [ ! -e "$1/launcher.built" ] || [ ! -d "$1/lib" ] || [ ! -d "$1/classes" ]; then
    echo missing
    return
  fi
  if [ "$(cat "$1/launcher.built")" != "$(printf '%s' "$DELTARULE_MAVEN_ARGS")" ]; then
    echo arguments
    return
  fi
  find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main "$root"/benchmarks/jvm-peers/pom.xml \
    "$root"/benchmarks/jvm-peers/src -newer "$1/launcher.built" -print 2>/dev/null | head -n 1
}

# build MODULE [MAVEN OPTION...]: builds a module, with what it needs, if that is out of date.
build() {
  module=$1
  shift
  target=$root/$module/target
  [ -n "$(stale "$target")" ] || return 0
  mvn=$(command -v mvn) || fail "it must be built, and there is no mvn on the PATH; install Maven, 3.8 or newer
  (Debian: apt install maven, macOS: brew install maven)"
  echo "$name: building (once, and after changes) ..." >&2
  started=$target/launcher.started.$$
  { mkdir -p "$target" && printf '%s\n' "$DELTARULE_MAVEN_ARGS" >"$started"; } ||
    fail "cannot write to $target; it is built inside its own folder"
  # Old versions of libraries must not stay on the class path, nor count as built if this build fails.
  rm -rf "$target/lib" "$target/launcher.built"
  # skipTests: what only tests need, such as the emulated device, is not made either.
  # Maven's output belongs with the messages: what a command prints is for its reader alone.
  # shellcheck disable=SC2086
  if ! (cd "$root" && "$mvn" -q -B -Dstyle.color=never -DskipTests -Dmaven.test.skip=true "$@" \
    -pl "$module" -am $DELTARULE_MAVEN_ARGS package) >&2; then
    rm -f "$started"
    fail "the build failed, see above; 'mvn -B verify' in $root tells more"
  fi
  # The time before the build: what was edited while it ran is built next time.
  mv -f "$started" "$target/launcher.built"
}

# start MODULE CLASS [ARGUMENT...]: runs a class of a module that is built. With verbose set, it says how.
start() {
  classpath="$root/$1/target/lib/*:$root/$1/target/classes"
  shift
  flags=$(sed '/^#/d' "$root/jvm.options") || fail "cannot read $root/jvm.options"
  # shellcheck disable=SC2086
  [ -z "$verbose" ] || echo "$name: $java" $flags $DELTARULE_JAVA_OPTS -cp "'$classpath'" "$@" >&2
  # shellcheck disable=SC2086
  exec "$java" $flags $DELTARULE_JAVA_OPTS -cp "$classpath" "$@"
}
