# What ./deltarule and benchmarks/run share: finding Java, building what is out of date, starting Java.
# They set name (who speaks) and root (the project's folder) before they read this file.

# How to start quickly, see share; an empty sample asks for nothing.
sample=
archive=

fail() {
  echo "$name: $1" >&2
  exit 1
}

# Sets java, from JAVA_HOME or the PATH, and sees that it is new enough; and about, what it says of itself.
find_java() {
  if [ -n "$JAVA_HOME" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is '$JAVA_HOME', but there is no bin/java in it; correct or unset it"
  else
    java=$(command -v java) || fail "there is no java on the PATH; install a JDK, version 17 or newer
  (Debian: apt install openjdk-17-jdk-headless, macOS: brew install openjdk@17)"
  fi
  # A file of a JDK's folder tells, sooner than starting it does; but java may be a script from elsewhere.
  home=$(readlink -f "$java" 2>/dev/null)
  about=$(cat "${home%/bin/java}/release" 2>/dev/null)
  case $about in
    *JAVA_VERSION=*) ;;
    *) about=$("$java" -version 2>&1) ;;
  esac
  version=$(printf '%s\n' "$about" |
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p; s/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "$java is Java ${version:-of an unknown version}; 17 or newer is needed.
  Install one, and say where with JAVA_HOME if it is not the first on the PATH"
}

# The jar of a module, given its target folder.
jar_of() {
  for jar in "$1"/*.jar; do
    [ ! -e "$jar" ] || printf '%s\n' "$jar"
  done | head -n 1
}

# Prints something if a module's build is missing, older than a source, or made with other arguments. The stamp
# is made before the build that it stands for, and holds what DELTARULE_MAVEN_ARGS was.
stale() {
  if [ ! -e "$1/launcher.built" ] || [ ! -d "$1/lib" ] || [ -z "$(jar_of "$1")" ]; then
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
  rm -rf "$target/lib" "$target/launcher.built" "$target"/*.jar "$target"/*.jsa
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

# start MODULE CLASS [ARGUMENT...]: runs a class of a module that is built. With verbose set, it says how. With
# sample set, see share.
start() {
  target=$root/$1/target
  # Jars alone: Java archives no classes that lie in folders.
  classpath="$target/lib/*:$(jar_of "$target")"
  shift
  flags=$(sed '/^#/d' "$root/jvm.options") || fail "cannot read $root/jvm.options"
  [ -z "$sample" ] || share
  # shellcheck disable=SC2086
  [ -z "$verbose" ] || echo "$name: $java" $flags ${archive:+"'$archive'"} $DELTARULE_JAVA_OPTS -cp "'$classpath'" "$@" >&2
  # shellcheck disable=SC2086
  exec "$java" $flags ${archive:+"$archive"} $DELTARULE_JAVA_OPTS -cp "$classpath" "$@"
}

# Sets archive to the flag that starts Java with its classes read, parsed and verified (class data sharing), a third of
# a short run. The archive is made once for each build and each Java; where that fails, Java starts without it.
# sample is a class with its arguments, whose classes go in, and which may write into the folder \$scratch.
share() {
  key=$(printf '%s\n' "$java" "$about" "$flags" | cksum | sed 's/ .*//')
  made=$target/classes-$key.jsa
  archive=
  # Java takes no archive that is older than one of its jars.
  for old in "$made" "$made.none"; do
    [ -z "$(find "$(jar_of "$target")" "$target/lib" -newer "$old" 2>/dev/null | head -n 1)" ] || rm -f "$old"
  done
  if [ ! -e "$made" ] && [ ! -e "$made.none" ]; then
    echo "$name: preparing quick starts (once) ..." >&2
    scratch=$target/sample.$$
    mkdir -p "$scratch" || return 0
    # The sample ends by itself when it is interrupted, and some shells would then go on.
    trap 'rm -rf "$scratch"; trap - INT; kill -INT $$' INT
    # shellcheck disable=SC2086
    (
      eval "set -- $sample"
      "$java" $flags -Xshare:off "-XX:DumpLoadedClassList=$scratch/classes" -cp "$classpath" "$@" &&
        "$java" $flags -Xshare:dump "-XX:SharedClassListFile=$scratch/classes" \
          "-XX:SharedArchiveFile=$scratch/archive" -cp "$classpath"
    ) >/dev/null 2>&1 && mv -f "$scratch/archive" "$made" || : >"$made.none"
    trap - INT
    rm -rf "$scratch"
  fi
  [ ! -e "$made" ] || archive=-XX:SharedArchiveFile=$made
}
