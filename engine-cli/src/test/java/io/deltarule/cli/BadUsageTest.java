package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendUnavailableException;
import io.deltarule.backend.Check;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What can't be is refused with exit code 2, before any work and without any file. */
class BadUsageTest {
  @TempDir Path folder;

  /** Trains on the reference backend into a file of the test's folder, unless options say other. */
  private CommandRun train(String... options) {
    List<Object> words = new ArrayList<>(List.of("train", "spiral"));
    words.addAll(Arrays.asList(options));
    if (!words.contains("--device")) {
      words.addAll(List.of("--device", "reference"));
    }
    if (!words.contains("--out")) {
      words.addAll(List.of("--out", folder.resolve("m")));
    }
    return CommandRun.of(words.toArray());
  }

  private void assertRefused(CommandRun run, String... messages) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ").contains(messages);
    assertThat(run.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "-0.1", "0", "10.5", "Infinity", "1e300"})
  void anAbsurdLearningRateIsRefused(String rate) {
    assertRefused(
        train("--lr", rate), "option --lr must be above 0 and at most 10", "0.01 by default");
  }

  @ParameterizedTest
  @CsvSource({"--epochs,0", "--epochs,-3", "--batch,0", "--batch,-1"})
  void aCountBelowOneIsRefused(String option, String value) {
    assertRefused(train(option, value), "option " + option + " must be 1 or more, got " + value);
  }

  @ParameterizedTest
  @CsvSource({"--epochs,many", "--batch,1.5", "--seed,x", "--lr,fast", "--threads,all"})
  void whatIsNoNumberIsRefused(String option, String value) {
    assertRefused(train(option, value), "'" + option + "'", "'" + value + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "100000"})
  void anImpossibleNumberOfThreadsIsRefused(String threads) {
    assertRefused(
        train("--threads", threads), "option --threads must be from 1 to 1024, got " + threads);
  }

  @Test
  void aBatchLargerThanTheDataIsRefused() {
    assertRefused(train("--batch", "1001"), "1001 is more than the 1000 training samples");
  }

  @Test
  void anUnknownOptimizerIsRefusedWithTheKnownOnes() {
    assertRefused(train("--optimizer", "adamax"), "no optimizer 'adamax'", "sgd, momentum");
  }

  @Test
  void anUnknownDeviceIsRefusedWithTheKnownOnes() {
    assertRefused(train("--device", "tpu"), "no backend 'tpu'", "auto", "reference");
  }

  @Test
  void anUnknownRecipeIsRefusedWithTheKnownOnes() {
    assertRefused(CommandRun.of("train", "mnist"), "no recipe 'mnist'", "mnist-mlp, spiral, wages");
  }

  @Test
  void anUnknownOptionIsRefusedAndHelpIsPointedAt() {
    assertRefused(train("--epoch", "3"), "--epoch", "See 'deltarule train --help'.");
  }

  @Test
  void noCommandIsRefusedWithAnExample() {
    assertRefused(CommandRun.of(), "deltarule train mnist-mlp");
  }

  @Test
  void anOutputPathThatIsAFolderIsRefused() {
    assertRefused(
        train("--out", folder.toString()), "option --out: cannot write", "it is a folder");
  }

  @Test
  void anOutputPathBelowAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    CommandRun run = train("--out", file.resolve("m.safetensors").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("option --out: cannot write", "can't be created");
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("x");
  }

  @Test
  void anImageThatCannotBeWrittenBesideTheModelIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("m.png"));
    CommandRun run = train();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("m.png", "it is a folder");
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("m")).doesNotExist();
  }

  @Test
  void aPlanOfNoSamplesIsRefused() {
    assertRefused(
        CommandRun.of("plan", "spiral", "--device", "reference", "--batch", "0"),
        "option --batch must be 1 or more, got 0");
  }

  private static CommandRun plan(String... options) {
    List<Object> words = new ArrayList<>(List.of("plan", "spiral", "--device", "reference"));
    words.addAll(Arrays.asList(options));
    return CommandRun.of(words.toArray());
  }

  @Test
  void anUnknownDeviceModelIsRefusedWithTheKnownOnes() {
    assertRefused(
        plan("--device-model", "v100"), "no device model 'v100'", "h100, a100, rtx4090, t4");
  }

  @Test
  void anUnknownPrecisionIsRefusedWithTheKnownOnes() {
    assertRefused(
        plan("--device-model", "h100", "--precision", "fp8"),
        "no precision 'fp8'",
        "fp32, tf32, bf16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tf32", "bf16"})
  void aPrecisionThatTheDeviceModelHasNoRateForIsRefused(String precision) {
    assertRefused(
        plan("--device-model", "t4", "--precision", precision),
        "option --precision: no "
            + precision
            + " rate is published for t4; there are rates for"
            + " fp32");
  }

  @Test
  void aGraphOfADeviceModelIsRefused() {
    assertRefused(plan("--dot", "--device-model", "h100"), "--dot and --device-model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.png", "m.PNG"})
  void weightsAreNotWrittenWhereThePictureGoes(String name) {
    CommandRun run = train("--out", folder.resolve(name).toString());
    assertRefused(run, "option --out: spiral writes a picture", "replace the weights");
  }

  @Test
  void aPrecisionThatThereIsNotIsRefused() {
    assertRefused(train("--precision", "fp16"), "no precision 'fp16'", "fp32, tf32, bf16");
  }

  @Test
  void aBackendThatCannotRunEndsWithItsChecksAndExitCodeTwo() {
    BackendUnavailableException failure =
        new BackendUnavailableException(
            "cuda", List.of(Check.failed("libcuda.so.1", "not found", "install the driver")));
    StringWriter text = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(text));
    assertThat(Failures.onFailure(failure, command, null)).isEqualTo(2);
    assertThat(text.toString())
        .isEqualToIgnoringNewLines(
            "error: backend 'cuda' cannot run here:"
                + "  libcuda.so.1: not found; install the driver");
  }
}
