package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cli.LauncherFolder.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher for POSIX shells; Windows has one of its own. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path folder;
  private LauncherFolder launcher;

  @BeforeEach
  void layOut() throws IOException {
    launcher = new LauncherFolder(folder);
  }

  @Test
  void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
    Result first = launcher.run("info");
    assertThat(first.err()).contains("building");
    assertThat(first.out()).doesNotContain("mvn");
    assertThat(launcher.calls())
        .singleElement()
        .asString()
        .contains("-Dmaven.test.skip=true", "-DskipTests", "package");
    assertThat(launcher.run("info").err()).isEmpty();
    assertThat(launcher.calls()).hasSize(1);
  }

  @Test
  void aNewerSourceIsBuiltAgain() throws Exception {
    launcher.run("info");
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5000);
    Files.setLastModifiedTime(
        launcher.project().resolve("engine-cli/src/main/java/Main.java"), later);
    launcher.run("info");
    assertThat(launcher.calls()).hasSize(2);
  }

  @Test
  void mavenArgumentsArePassedOnAndOtherOnesBuildAnew() throws Exception {
    launcher.run("info");
    launcher.variable("DELTARULE_MAVEN_ARGS", "-Pcuda-redist  -o");
    assertThat(launcher.run("info").err()).contains("building");
    assertThat(launcher.run("info").err()).isEmpty();
    launcher.unset("DELTARULE_MAVEN_ARGS");
    assertThat(launcher.run("info").err()).contains("building");
    assertThat(launcher.run("info").err()).isEmpty();
    assertThat(launcher.calls())
        .satisfiesExactly(
            plain -> assertThat(plain).endsWith("-pl engine-cli -am package"),
            extended -> assertThat(extended).endsWith("-am -Pcuda-redist -o package"),
            again -> assertThat(again).endsWith("-pl engine-cli -am package"));
  }

  @Test
  void aFailedBuildWithOtherArgumentsIsTriedAgain() throws Exception {
    launcher.run("info");
    launcher.program("mvn", launcher.noteCall() + "\nexit 1");
    launcher.variable("DELTARULE_MAVEN_ARGS", "-Pcuda-redist");
    assertThat(launcher.run("info").code()).isEqualTo(1);
    assertThat(launcher.run("info").err()).contains("the build failed");
    assertThat(launcher.calls()).hasSize(3);
  }

  @Test
  void wordsArePassedOnUnchangedAndTheExitCodeComesBack() throws Exception {
    Result result = launcher.run("train", "spiral", "--out", "a b/$c *.safetensors", "");
    assertThat(result.code()).isEqualTo(42);
    assertThat(result.out().lines())
        .containsSequence(
            "java <io.deltarule.cli.Main>",
            "java <train>",
            "java <spiral>",
            "java <--out>",
            "java <a b/$c *.safetensors>",
            "java <>");
    assertThat(result.out())
        .contains("java <--add-modules>\njava <jdk.incubator.vector>")
        .contains("the project/engine-cli/target/lib/*:");
  }

  @Test
  void itWorksThroughASymbolicLink() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("the project", "deltarule"));
    assertThat(launcher.run(link, "info").out())
        .contains("the project/engine-cli/target/module.jar>");
  }

  @Test
  void aFailedBuildEndsWithAMessageAndIsTriedAgain() throws Exception {
    launcher.program("mvn", launcher.noteCall() + "\nexit 1");
    Result result = launcher.run("info");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("deltarule: the build failed");
    assertThat(result.out()).isEmpty();
    launcher.run("info");
    assertThat(launcher.calls()).hasSize(2);
  }

  @Test
  void aMissingOrOldJavaIsToldWithTheRemedy() throws Exception {
    launcher.program("java", LauncherFolder.java("11.0.2"));
    assertThat(launcher.run("info").err())
        .contains("is Java 11; 17 or newer is needed", "JAVA_HOME");
    launcher.program("java", LauncherFolder.java("1.8.0_402"));
    assertThat(launcher.run("info").err()).contains("is Java 1; 17 or newer is needed");
    launcher.removeProgram("java");
    Result result = launcher.run("info");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("there is no java on the PATH; install a JDK");
  }

  @Test
  void aMissingMavenIsToldWithTheRemedy() throws Exception {
    launcher.removeProgram("mvn");
    Result result = launcher.run("info");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("there is no mvn on the PATH; install Maven, 3.8 or newer");
  }

  @Test
  void verboseAsTheFirstWordPrintsHowJavaIsStarted() throws Exception {
    launcher.run("info"); // Builds.
    Result result = launcher.run("--verbose", "recipes");
    assertThat(result.err())
        .startsWith("deltarule: ")
        .contains("/java --add-modules jdk.incubator.vector -XX:+UseSerialGC -Xmn24m ")
        .endsWith("io.deltarule.cli.Main recipes\n");
    assertThat(result.out()).contains("java <recipes>").doesNotContain("<--verbose>");
  }

  @Test
  void anArchiveOfClassesIsMadeOnceAndPassedToJava() throws Exception {
    launcher.program("java", launcher.archivingJava());
    assertThat(launcher.run("info").err()).contains("building", "preparing quick starts");
    Path target = launcher.project().resolve("engine-cli/target");
    Path archive = onlyArchive(target);
    assertThat(launcher.calls())
        .satisfiesOnlyOnce(
            sample ->
                assertThat(sample)
                    .contains("-Xshare:off", "io.deltarule.cli.Main train spiral --epochs 1"))
        .satisfiesOnlyOnce(dump -> assertThat(dump).contains("-Xshare:dump"))
        .last()
        .asString()
        .contains("-XX:SharedArchiveFile=")
        .endsWith("io.deltarule.cli.Main info");
    launcher.forgetCalls();
    Result second = launcher.run("info");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("java <-XX:SharedArchiveFile=" + archive.toRealPath() + ">");
    assertThat(launcher.calls()).noneMatch(call -> call.contains("-Xshare"));
    assertThat(list(target)).noneMatch(name -> name.startsWith("sample"));
  }

  @Test
  void anArchiveOlderThanAJarIsMadeAnew() throws Exception {
    launcher.program("java", launcher.archivingJava());
    launcher.run("info");
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5000);
    Files.setLastModifiedTime(launcher.file("engine-cli/target/lib/new.jar"), later);
    assertThat(launcher.run("info").err()).contains("preparing quick starts");
  }

  @Test
  void anotherJavaHasAnArchiveOfItsOwn() throws Exception {
    launcher.program("java", launcher.archivingJava());
    launcher.run("info");
    launcher.program("java", launcher.archivingJava().replace("17.0.15", "21.0.7"));
    assertThat(launcher.run("info").err()).contains("preparing quick starts");
    assertThat(list(launcher.project().resolve("engine-cli/target")))
        .filteredOn(name -> name.endsWith(".jsa"))
        .hasSize(2);
  }

  @Test
  void whereNoArchiveCanBeMadeJavaStartsWithoutAndItIsNotTriedAgain() throws Exception {
    Result first = launcher.run("info");
    assertThat(first.err()).contains("preparing quick starts");
    assertThat(first.code()).isEqualTo(42);
    assertThat(first.out()).contains("java <info>").doesNotContain("SharedArchiveFile");
    Result second = launcher.run("info");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("java <info>").doesNotContain("SharedArchiveFile");
  }

  private static Path onlyArchive(Path target) throws IOException {
    List<String> archives = list(target).stream().filter(name -> name.endsWith(".jsa")).toList();
    assertThat(archives).hasSize(1);
    return target.resolve(archives.get(0));
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
