package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Check;
import io.deltarule.backend.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where there is a device, it is taken. */
@OnDevice
class AutomaticChoiceTest {
  @Test
  void autoTakesTheDevice() {
    try (Engine engine = Engine.open("auto")) {
      assertThat(engine.backend().name()).isEqualTo("cuda");
      assertThat(engine.reason()).startsWith("the best of [cuda");
    }
  }

  @Test
  void everyCheckIsThereWithWhatWasFound() {
    List<Check> checks = new CudaProvider().check(BackendOptions.standard());
    assertThat(checks)
        .extracting(Check::name)
        .containsExactly(
            "platform",
            "libcuda.so.1",
            "libnvrtc.so.12",
            "libcublas.so.12",
            "driver",
            "device",
            "memory");
    assertThat(checks).noneMatch(Check::isFatal);
    assertThat(checks.get(1).found()).contains("/libcuda.so.1");
    assertThat(checks.get(2).found()).matches("12\\.\\d+, /.*libnvrtc\\.so\\.12.*");
    assertThat(checks.get(3).found()).matches("12\\.\\d+\\.\\d+, /.*libcublas\\.so\\.12.*");
    assertThat(checks.get(5).found()).contains("compute capability");
    assertThat(checks.get(6).found()).matches("[\\d,]+ of [\\d,]+ MiB free");
  }
}
