package io.deltarule.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings and scenarios belong together, and a recording shows a training that does learn. */
class GoldenRecordingsTest {
  private static final String ALL = "io.deltarule.parity.golden.GoldenScenarios#all";
  private static final String SUFFIX = ".safetensors";
  private static final long LARGEST_BYTES = 900_000;

  private static List<Path> files() throws IOException, URISyntaxException {
    URL one = GoldenSteps.class.getResource("loss.huber" + SUFFIX);
    try (Stream<Path> files = Files.list(Path.of(one.toURI()).getParent())) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  @Test
  void everyScenarioIsRecordedAndEveryRecordingHasAScenario() throws Exception {
    assertThat(files().stream().map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(
            GoldenScenarios.all().stream().map(scenario -> scenario.name() + SUFFIX).toList());
  }

  @Test
  void recordingsAreSmall() throws Exception {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isLessThan(LARGEST_BYTES);
  }

  @Test
  void namesAreUniqueAndOfKnownFamilies() {
    assertThat(GoldenScenarios.all()).extracting(GoldenScenario::name).doesNotHaveDuplicates();
    assertThat(GoldenScenarios.all())
        .extracting(GoldenScenario::family)
        .containsOnly("loss", "activation", "optimizer", "method", "schedule", "layer");
  }

  /** A weight that nothing moves, or a gradient of zeros, would show nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(ALL)
  void everyWeightHasAGradientAndIsMovedInTenUpdates(GoldenScenario scenario) {
    GoldenSteps steps = GoldenSteps.of(scenario);
    for (DType precision : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Map<String, Tensor> figures = steps.recorded(precision);
      steps
          .initialWeights()
          .forEach(
              (name, weights) -> {
                assertThat(largest(figures.get("gradient." + name))).as(name).isGreaterThan(1e-4);
                assertThat(figures.get("final." + name).toFloats())
                    .as(name)
                    .isNotEqualTo(weights.toFloats());
              });
      int updates = steps.runs() / scenario.microBatches();
      assertThat(updates).isEqualTo(10);
      assertThat(figures).containsKeys("loss", "loss.0", "loss." + (steps.runs() - 1));
      assertThat(figures.values()).allMatch(tensor -> Double.isFinite(largest(tensor)));
    }
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (double number : tensor.toDoubles()) {
      if (!(Math.abs(number) <= largest)) {
        largest = Math.abs(number);
      }
    }
    return largest;
  }

  @Test
  void scenarioWithoutARecordingIsRefusedWithTheRemedy() {
    GoldenScenario unknown =
        GoldenScenario.of(
            "loss.unheardOf", Mlps.deep(), GoldenScenarios.named("loss.huber").loss());
    assertThatThrownBy(() -> GoldenSteps.of(unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("loss.unheardOf.safetensors", "record_golden.py");
    assertThatThrownBy(() -> GoldenScenarios.named("loss.unheardOf"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss.huber");
  }

  @Test
  void figureThatIsNotRecordedIsRefusedWithThoseThatAre() {
    Recording recording = Recording.read("loss.huber.safetensors");
    assertThatThrownBy(() -> recording.tensor("gradient.9.weight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("gradient.9.weight", "float64.gradient.0.weight");
    assertThat(recording.under("initial.").keySet())
        .isEqualTo(Set.of("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"));
  }
}
