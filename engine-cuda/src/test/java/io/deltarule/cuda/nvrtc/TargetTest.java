package io.deltarule.cuda.nvrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.cuda.driver.DeviceInfo;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final int[] KNOWN = {50, 75, 80, 86, 89, 90};

  @Test
  void aDeviceThatNvrtcKnowsGetsItsOwnCode() {
    assertThat(Target.of(device(8, 9, false), KNOWN)).hasToString("sm_89");
  }

  @Test
  void aNewerDeviceGetsPtxOfTheNewestArchitectureBeforeIt() {
    assertThat(Target.of(device(12, 0, false), KNOWN)).hasToString("compute_90");
    assertThat(Target.of(device(8, 7, false), KNOWN)).hasToString("compute_86");
  }

  @Test
  void theEmulatedDeviceGetsPtx() {
    assertThat(Target.of(device(9, 0, true), KNOWN)).hasToString("compute_90");
  }

  @Test
  void aDeviceBeforeAllThatNvrtcKnowsIsRefused() {
    assertThatThrownBy(() -> Target.of(device(7, 5, false), new int[] {80, 90}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("[80, 90]", "7.5", "older CUDA 12");
  }

  private static DeviceInfo device(int major, int minor, boolean emulated) {
    return new DeviceInfo(0, "GPU", major, minor, 1, 1024, 49152, 49152, 1L << 30, emulated);
  }
}
