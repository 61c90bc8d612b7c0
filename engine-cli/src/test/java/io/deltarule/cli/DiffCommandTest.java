package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.persist.SafetensorsFile;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two backends in lockstep, from the command line. */
class DiffCommandTest {
  @TempDir Path folder;

  private CommandRun diff(String recipe, Object... options) {
    List<Object> words = new ArrayList<>(List.of("diff", recipe));
    words.addAll(Arrays.asList(options));
    if (!words.contains("--out")) {
      words.addAll(List.of("--out", folder.resolve("wrong.safetensors")));
    }
    return CommandRun.of(words.toArray());
  }

  @ParameterizedTest
  @CsvSource({"spiral,--threads,2", "wages,--top,3", "spiral,--plain,", "mnist-mlp,--batch,4"})
  void theCpuAgreesWithTheReference(String recipe, String option, String value) {
    List<Object> options = new ArrayList<>(List.of("--steps", 2, option));
    if (value != null) {
      options.add(value);
    }
    CommandRun run = diff(recipe, options.toArray());
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("left   cpu: ", "right  reference: ", recipe + ": 2 steps of batch ")
        .containsPattern("op +operation +layer +shape +step +relative error +ulps +error/bound")
        .containsPattern("all agree: \\d+ comparisons, worst error/bound 0\\.\\d+ \\(")
        .contains("largest drift");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theReferenceMayBeOnTheLeft() {
    CommandRun run = diff("wages", "--left", "reference", "--right", "cpu", "--steps", 1);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("left   reference: ", "right  cpu: ", "all agree");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void aBackendAgreesWithItself(String name) {
    CommandRun run = diff("wages", "--left", name, "--right", name, "--steps", 3);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("39 comparisons, no difference at all, largest drift 0.0e+00");
  }

  @Test
  void theFirstWrongOperationStopsTheRunAndIsWritten() throws IOException {
    CommandRun run = diff("spiral", "--left", "faulty", "--steps", 5);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("STOPPED in step 1 at operation \\d+, matmul in '2': output 0")
        .contains("element " + FaultyProvider.ELEMENT)
        .containsPattern("faulty +-?0\\.\\d+, off by 0\\.00100")
        .contains("that of faulty is further from the exact result")
        .contains("wrong.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("wrong.safetensors"))) {
      Map<String, Tensor> tensors = file.readAll();
      assertThat(tensors.get("input.1").shape()).isEqualTo(Shape.of(32, 32));
      Tensor left = tensors.get("left.0");
      Tensor right = tensors.get("right.0");
      for (int i = 0; i < left.size(); i++) {
        double error = i == FaultyProvider.ELEMENT ? FaultyProvider.ERROR : 0;
        assertThat(left.get(i) - right.get(i)).isCloseTo(error, within(1e-5));
      }
      assertThat(file.metadata())
          .containsEntry("recipe", "spiral")
          .containsEntry("left", "faulty")
          .containsEntry("right", "reference")
          .containsEntry("operation", "matmul")
          .containsEntry("scope", "2")
          .containsEntry("step", "1")
          .containsEntry("element", Integer.toString(FaultyProvider.ELEMENT));
    }
  }

  private void assertRefused(CommandRun run, String... messages) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ").contains(messages);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--left", "--right"})
  void anUnknownBackendIsRefusedWithTheKnownOnes(String side) {
    assertRefused(diff("spiral", side, "tpu"), "option " + side, "no backend 'tpu'", "cpu");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"--steps,0", "--batch,-1", "--top,0"})
  void aCountBelowOneIsRefused(String option, String value) {
    assertRefused(
        diff("spiral", option, value), "option " + option + " must be 1 or more, got " + value);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"--steps,many", "--seed,x", "--threads,all"})
  void whatIsNoNumberIsRefused(String option, String value) {
    assertRefused(diff("spiral", option, value), "'" + option + "'", "'" + value + "'");
  }

  @Test
  void anImpossibleNumberOfThreadsOrSamplesIsRefused() {
    assertRefused(diff("spiral", "--threads", 0), "option --threads must be from 1 to 1024");
    assertRefused(diff("spiral", "--batch", 1001), "more than the 1000 training samples");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefusedBeforeAnythingRuns() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertRefused(diff("spiral", "--out", file.resolve("w")), "option --out: cannot write");
    assertRefused(diff("spiral", "--out", folder), "option --out: cannot write", "it is a folder");
  }
}
