package io.deltarule.cpu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.persist.SafetensorsFile;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentationTest {
  private static final Path PROGRAMS =
      Path.of("src", "test", "java", "io", "deltarule", "cpu", "documentation");
  private static final int LINES_OF_A_SHORT_PROGRAM = 20;

  @ParameterizedTest
  @CsvSource({
    "README.md, TrainingProgram",
    "docs/worked-examples.md, BackPropagationByHand",
  })
  void theDocumentationShowsTheProgramThatRunsHere(String page, String program) throws IOException {
    assertThat(javaBlocks(Path.of("..").resolve(page)))
        .as("the Java code in %s", page)
        .containsExactlyElementsOf(shownParts(PROGRAMS.resolve(program + ".java")));
  }

  @Test
  void theProgramInTheReadmeIsShort() throws IOException {
    List<String> parts = shownParts(PROGRAMS.resolve("TrainingProgram.java"));
    assertThat(parts.get(0).lines().count()).isLessThan(LINES_OF_A_SHORT_PROGRAM);
  }

  @Test
  void theProgramInTheReadmeTrainsAndSaves(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    float[] images = new float[128 * 784];
    Arrays.fill(images, 0.5f);
    TrainingProgram.run(images, new int[128], file);
    assertThat(SafetensorsFile.readAll(file).keySet())
        .containsExactlyInAnyOrder("0.weight", "0.bias", "2.weight", "2.bias");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void backPropagationByHandForAPositiveTarget(String device) {
    Map<String, Tensor> found = BackPropagationByHand.run(device, 1);
    requireClose(found, "z1", 0.1, -1.35);
    requireClose(found, "yhat", 0.6034832498647263);
    requireClose(found, "loss", 0.15722553313783905);
    requireClose(found, "dz2", -0.18976595139947466);
    requireClose(found, "dW2", -0.018976595139947466, 0);
    requireClose(found, "dW1", -0.11385957083968479, 0.22771914167936957, 0, 0);
    assertDeadUnitHasNoGradient(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void backPropagationByHandForANegativeTarget(String device) {
    Map<String, Tensor> found = BackPropagationByHand.run(device, 0);
    requireClose(found, "loss", 0.36419203286729174);
    requireClose(found, "dz2", 0.28881648259539455);
    requireClose(found, "dW1", 0.17328988955723673, -0.34657977911447346, 0, 0);
    assertDeadUnitHasNoGradient(found);
  }

  private static void requireClose(Map<String, Tensor> found, String name, double... expected) {
    double[] values = found.get(name).toDoubles();
    assertThat(values).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(values[i] - expected[i]);
      assertThat(error <= 1e-6).as("%s[%d] = %s", name, i, values[i]).isTrue();
    }
  }

  private static void assertDeadUnitHasNoGradient(Map<String, Tensor> found) {
    assertThat(found.get("dW1").get(2)).isZero();
    assertThat(found.get("dW1").get(3)).isZero();
    assertThat(found.get("dW2").get(1)).isZero();
  }

  /** The fenced blocks of Java code on a page. */
  private static List<String> javaBlocks(Path page) throws IOException {
    return between(Files.readAllLines(page), "```java", "```");
  }

  /** The parts of a program that are marked as shown. */
  private static List<String> shownParts(Path program) throws IOException {
    return between(Files.readAllLines(program), "// shown in ", "// end");
  }

  private static List<String> between(List<String> lines, String begin, String end) {
    List<String> parts = new ArrayList<>();
    List<String> part = null;
    for (String line : lines) {
      if (part == null && line.strip().startsWith(begin)) {
        part = new ArrayList<>();
      } else if (part != null && line.strip().equals(end)) {
        parts.add(part.stream().collect(Collectors.joining("\n")).stripIndent());
        part = null;
      } else if (part != null) {
        part.add(line);
      }
    }
    return parts;
  }
}
