package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void withoutArgumentsTheStandardWorkloadsRun() {
    assertThat(Options.parse(List.of()).workloads()).isEqualTo(Workload.STANDARD);
  }

  @Test
  void everyOptionIsRead() {
    List<String> arguments =
        List.of(
            "--threads",
            "2",
            "--warmup",
            "0.5",
            "--seconds",
            "0.25",
            "--rounds",
            "3",
            "--python",
            "py",
            "mlp-step:64");
    assertThat(Options.parse(arguments))
        .isEqualTo(new Options(2, 0.5, 0.25, 3, "py", List.of("mlp-step:64")));
  }

  @Test
  void badOptionsAreNamed() {
    assertThatThrownBy(() -> Options.parse(List.of("--thread", "2")))
        .hasMessageContaining("unknown option --thread;");
    assertThatThrownBy(() -> Options.parse(List.of("--threads")))
        .hasMessage("--threads needs a value");
    assertThatThrownBy(() -> Options.parse(List.of("--seconds", "NaN")))
        .hasMessage("--seconds must be a number above 0, got 'NaN'");
  }

  @Test
  void anUnknownWorkloadIsRefusedWithExamples() {
    assertThatThrownBy(() -> Workload.measure("conv:3", 1, new MedianTime(0.001, 0.001)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'conv:3'")
        .hasMessageContaining("mlp-step:128");
  }
}
