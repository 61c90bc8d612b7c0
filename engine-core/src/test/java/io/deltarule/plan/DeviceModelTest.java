package io.deltarule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceModelTest {
  @ParameterizedTest
  @CsvSource({
    "h100,    3350, 67,   494.7, 989.4, 80",
    "a100,    2039, 19.5, 156,   312,   80",
    "rtx4090, 1008, 82.6, 82.6,  165.2, 24",
    "t4,      320,  8.1,  0,    0,     16"
  })
  void theRatesAreThePublishedOnes(
      String id, double gigabytes, double fp32, double tf32, double bf16, long memory) {
    DeviceModel model = DeviceModel.named(id).orElseThrow();
    assertThat(model.bytesPerSecond()).isEqualTo(gigabytes * 1e9);
    assertThat(model.fp32()).isEqualTo(fp32 * 1e12);
    assertThat(model.rate(MatrixPrecision.TF32).orElse(0)).isEqualTo(tf32 * 1e12);
    assertThat(model.rate(MatrixPrecision.BF16).orElse(0)).isEqualTo(bf16 * 1e12);
    assertThat(model.memoryBytes()).isEqualTo(memory * 1_000_000_000L);
    assertThat(model.source()).startsWith("NVIDIA ");
  }

  @Test
  void anUnknownNameIsNoModel() {
    assertThat(DeviceModel.named("H100")).isEmpty();
    assertThat(DeviceModel.names()).isEqualTo("h100, a100, rtx4090, t4");
  }

  @Test
  void ratesThatCannotBeAreRefused() {
    Map<MatrixPrecision, Double> fp32 = Map.of(MatrixPrecision.FP32, 1e12);
    assertThatThrownBy(() -> new DeviceModel("x", "x", 1, Double.NaN, fp32, "x"))
        .hasMessageContaining("device model x: rates must be above 0, got NaN bytes/s");
    assertThatThrownBy(
            () -> new DeviceModel("x", "x", 1, 1, Map.of(MatrixPrecision.TF32, 1.0), "x"))
        .hasMessageContaining("state the FP32 rate; got rates of [TF32]");
  }
}
