package io.deltarule.cuda.nvrtc;

import io.deltarule.cuda.driver.DeviceInfo;
import java.util.Arrays;

/**
 * What NVRTC compiles for.
 *
 * @param architecture the compute capability without the point, such as 90
 * @param machineCode true for the device's own code (cubin), false for PTX, which the driver
 *     translates
 */
public record Target(int architecture, boolean machineCode) {
  /**
   * The target for a device: its own code if NVRTC knows it, else PTX for the newest architecture
   * before it. The emulated device takes PTX alone.
   *
   * @param known the architectures that NVRTC compiles for
   * @throws IllegalStateException if all that NVRTC knows are newer than the device
   */
  public static Target of(DeviceInfo device, int[] known) {
    int own = 10 * device.major() + device.minor();
    int best =
        Arrays.stream(known)
            .filter(architecture -> architecture <= own)
            .max()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "libnvrtc.so.12 compiles for "
                            + Arrays.toString(known)
                            + ", not for compute capability "
                            + device.capability()
                            + " of "
                            + device.name()
                            + "; install the NVRTC of an older CUDA 12"));
    return new Target(best, best == own && !device.emulated());
  }

  /** NVRTC's option. */
  String option() {
    return "--gpu-architecture=" + this;
  }

  @Override
  public String toString() {
    return (machineCode ? "sm_" : "compute_") + architecture;
  }
}
