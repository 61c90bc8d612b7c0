package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cli.LauncherFolder.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deltarule emulate} does before Java starts. */
@DisabledOnOs(OS.WINDOWS)
class EmulateLauncherTest {
  private static final String NVRTC =
      "engine-cuda/target/nvrtc/org/bytedeco/cuda/linux-x86_64/libnvrtc.so.12";
  private static final String MARKER =
      "engine-cuda/target/dependency-maven-plugin-markers/org.bytedeco-cuda-redist-jar";

  @TempDir Path folder;
  private LauncherFolder launcher;

  @BeforeEach
  void layOut() throws Exception {
    launcher = new LauncherFolder(folder);
    launcher.copy("engine-cuda/emulator/run");
    assertThat(launcher.project().resolve("engine-cuda/emulator/run").toFile().setExecutable(true))
        .isTrue();
    launcher.projectProgram("engine-cuda/emulator/build", launcher.noteCall() + "; echo compiled");
    launcher.program(
        "java",
        "[ \"$1\" = -version ] || echo \"<$LD_LIBRARY_PATH>\"\n" + LauncherFolder.java("17"));
    launcher.run("info"); // Builds.
    launcher.forgetCalls();
    launcher.program("bash", "");
    launcher.program("g++", "");
    system("Linux", "x86_64");
  }

  private void system(String name, String processor) throws IOException {
    launcher.program(
        "uname", "if [ \"$1\" = -s ]; then echo " + name + "; else echo " + processor + "; fi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"emulate", "emulate --", "emulate info", "emulate --help"})
  void withoutACommandItShowsItsUsage(String words) throws Exception {
    Result result = launcher.run(words.split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("usage: deltarule emulate -- COMMAND");
    assertThat(result.out()).isEmpty();
    assertThat(launcher.calls()).isEmpty();
  }

  @Test
  void anotherSystemIsRefusedByName() throws Exception {
    system("Darwin", "arm64");
    Result result = launcher.run("emulate", "--", "info");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("needs Linux on x86-64, and this is Darwin on arm64");
    assertThat(launcher.calls()).isEmpty();
  }

  @Test
  void aMissingCompilerIsToldWithTheRemedy() throws Exception {
    launcher.removeProgram("g++");
    Result result = launcher.run("emulate", "--", "info");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("needs g++, which is not on the PATH", "apt install g++");
    assertThat(launcher.calls()).isEmpty();
  }

  @Test
  void nvrtcIsFetchedOnce() throws Exception {
    String touch =
        "\nfor f in " + NVRTC + " " + MARKER + "; do mkdir -p \"${f%/*}\"; : >\"$f\"; done";
    launcher.program("mvn", launcher.noteCall() + touch);
    assertThat(launcher.run("emulate", "--", "info").err()).contains("a download of 362 MB");
    assertThat(launcher.run("emulate", "--", "info").err()).doesNotContain("362 MB");
    assertThat(launcher.calls())
        .filteredOn(call -> call.startsWith("mvn"))
        .singleElement()
        .asString()
        .contains("-pl engine-cuda", "dependency:unpack@nvrtc");
  }

  @Test
  void aMissingMavenIsToldWhereNvrtcMustBeFetched() throws Exception {
    launcher.removeProgram("mvn");
    Result result = launcher.run("emulate", "--", "info");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("there is no mvn on the PATH", "install Maven, 3.8 or newer");
  }

  @Test
  void aMavenThatFetchesNothingIsAFailure() throws Exception {
    launcher.program("mvn", launcher.noteCall());
    Result result = launcher.run("emulate", "--", "info");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("Maven unpacked no libnvrtc.so.12");
  }

  @Test
  void theCommandRunsWithTheLibrariesAndItsOutputIsItsOwn() throws Exception {
    launcher.file(NVRTC);
    launcher.file(MARKER);
    Result result = launcher.run("emulate", "--", "train", "a b", "--device", "cuda");
    assertThat(result.code()).isEqualTo(42);
    Path target = launcher.project().toRealPath().resolve("engine-cuda/target");
    Path nvrtc = launcher.project().toRealPath().resolve(NVRTC);
    assertThat(result.out())
        .contains("<%s:%s>\n".formatted(target.resolve("emulator"), nvrtc.getParent()))
        .contains("java <train>\njava <a b>\njava <--device>\njava <cuda>\n")
        .doesNotContain("compiled");
    assertThat(result.err()).contains("on an emulated device: for correctness, not for speed");
    assertThat(launcher.calls()).containsExactly("build " + target.resolve("emulator"));
  }
}
