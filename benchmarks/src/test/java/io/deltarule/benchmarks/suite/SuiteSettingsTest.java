package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.workload.TrainingWorkloads;
import org.junit.jupiter.api.Test;

class SuiteSettingsTest {
  private static SuiteSettings settings(int threads, boolean quick) {
    return new SuiteSettings(TrainingWorkloads.all(), "cpu", threads, 1, 1, 1, quick);
  }

  @Test
  void threadsDoubleUpToWhatWasAskedFor() {
    assertThat(settings(1, false).threadCounts()).containsExactly(1);
    assertThat(settings(2, false).threadCounts()).containsExactly(1, 2);
    assertThat(settings(6, false).threadCounts()).containsExactly(1, 2, 4, 6);
    assertThat(settings(6, true).threadCounts()).containsExactly(1, 6);
  }

  @Test
  void batchSizesLieAroundTheStandardOne() {
    assertThat(settings(1, false).batchSizes(TrainingWorkloads.named("mlp-small")))
        .containsExactly(16, 32, 64, 128, 256);
    assertThat(settings(1, true).batchSizes(TrainingWorkloads.named("mlp-large")))
        .containsExactly(64, 256, 512);
  }
}
