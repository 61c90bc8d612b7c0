package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.benchmarks.workload.TrainingWorkloads;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class KernelTimesTest {
  @Test
  void everyKernelHasATimeTheLongestFirst() {
    List<String> lines =
        KernelTimes.report(TrainingWorkloads.named("mlp-small"), 1, 0, 0).lines().toList();
    assertThat(lines.get(0)).isEqualTo("mlp-small, batch 64, threads 1");
    List<String> kernels = lines.subList(4, lines.size());
    assertThat(kernels).hasSizeGreaterThan(8).anyMatch(line -> line.contains("softmax"));
    double[] times = kernels.stream().mapToDouble(KernelTimesTest::millis).toArray();
    assertThat(times[0]).isPositive();
    assertThat(times).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(DoubleStream.of(times).sum())
        .isBetween(0.99 * millis(lines.get(3)) - 0.05, 1.01 * millis(lines.get(3)) + 0.05);
  }

  @Test
  void aWorkloadMustBeNamed() {
    assertThatThrownBy(() -> KernelTimes.main(new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mlp-small");
  }

  private static double millis(String line) {
    return Double.parseDouble(line.trim().split("\\s+", 2)[0]);
  }
}
