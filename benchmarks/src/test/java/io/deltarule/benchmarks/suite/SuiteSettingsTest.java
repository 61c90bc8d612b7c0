package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.workload.TrainingWorkloads;
import org.junit.jupiter.api.Test;

class SuiteSettingsTest {
  private static SuiteSettings settings(int threads, SuiteSettings.Scaling scaling) {
    return new SuiteSettings(TrainingWorkloads.all(), "cpu", threads, 1, 1, 1, scaling);
  }

  @Test
  void threadsDoubleUpToWhatWasAskedFor() {
    assertThat(settings(1, SuiteSettings.Scaling.FULL).threadCounts()).containsExactly(1);
    assertThat(settings(2, SuiteSettings.Scaling.FULL).threadCounts()).containsExactly(1, 2);
    assertThat(settings(6, SuiteSettings.Scaling.FULL).threadCounts()).containsExactly(1, 2, 4, 6);
    assertThat(settings(6, SuiteSettings.Scaling.QUICK).threadCounts()).containsExactly(1, 6);
  }

  @Test
  void batchSizesLieAroundTheStandardOne() {
    assertThat(
            settings(1, SuiteSettings.Scaling.FULL)
                .batchSizes(TrainingWorkloads.named("mlp-small")))
        .containsExactly(16, 32, 64, 128, 256);
    assertThat(
            settings(1, SuiteSettings.Scaling.QUICK)
                .batchSizes(TrainingWorkloads.named("mlp-large")))
        .containsExactly(64, 256);
  }

  @Test
  void aBatchHasWholeSamples() {
    SuiteSettings settings = settings(1, SuiteSettings.Scaling.FULL);
    assertThat(settings.batchSizes(TrainingWorkloads.named("gpt-nano")))
        .containsExactly(1, 2, 4, 8, 16);
    assertThat(settings.batchSizes(TrainingWorkloads.named("gpt2-124m"))).containsExactly(1, 2, 4);
  }

  @Test
  void withoutScalingNothingIsVaried() {
    SuiteSettings settings = settings(2, SuiteSettings.Scaling.NONE);
    assertThat(settings.threadCounts()).isEmpty();
    assertThat(settings.batchSizes(TrainingWorkloads.named("mlp-small"))).isEmpty();
  }
}
