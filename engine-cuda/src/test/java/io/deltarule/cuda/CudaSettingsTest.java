package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.cuda.blas.Precision;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaSettingsTest {
  @Test
  void theStandardIsStrictAndReplayed() {
    CudaSettings settings = CudaSettings.of(Map.of());
    assertThat(settings.device()).isZero();
    assertThat(settings.precision()).isEqualTo(Precision.FP32);
    assertThat(settings.graph()).isTrue();
    assertThat(settings.sync()).isFalse();
  }

  @Test
  void settingsAreRead() {
    CudaSettings settings =
        CudaSettings.of(
            Map.of(
                "cuda.device", "2",
                "cuda.precision", "bf16",
                "cuda.graph", "off",
                "cuda.sync", "on",
                "cuda.cache", "/some/folder",
                "simd", "off"));
    assertThat(settings)
        .isEqualTo(new CudaSettings(2, Precision.BF16, false, true, Path.of("/some/folder")));
  }

  @ParameterizedTest
  @CsvSource({
    "cuda.device, -1, a number from 0",
    "cuda.device, first, a number from 0",
    "cuda.precision, fp16, 'fp32, tf32 or bf16'",
    "cuda.graph, yes, on or off",
    "cuda.sync, 1, on or off",
    "cuda.grahp, off, no setting"
  })
  void whatCannotBeIsRefusedWithWhatCan(String name, String value, String part) {
    assertThatThrownBy(() -> CudaSettings.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("cuda: ", name, part);
  }
}
