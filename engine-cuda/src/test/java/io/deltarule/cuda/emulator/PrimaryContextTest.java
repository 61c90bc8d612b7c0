package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The primary context: counted, destroyed at the last release, empty after a reset. */
@Tag("emulated-device")
class PrimaryContextTest {
  private static final CUdevice DEVICE = new CUdevice();

  @Test
  void theLastReleaseFreesWhatWasLeft() {
    check(JCudaDriver.cuInit(0));
    EmulatedDevice.reset();
    CUcontext first = new CUcontext();
    CUcontext second = new CUcontext();
    check(JCudaDriver.cuDevicePrimaryCtxRetain(first, DEVICE));
    check(JCudaDriver.cuDevicePrimaryCtxRetain(second, DEVICE));
    assertThat(second).isEqualTo(first);
    check(JCudaDriver.cuCtxPushCurrent(first));
    check(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 4));
    check(JCudaDriver.cuDevicePrimaryCtxRelease(DEVICE));
    assertThat(EmulatedDevice.counter("allocations")).isEqualTo(1);
    check(JCudaDriver.cuDevicePrimaryCtxRelease(DEVICE));

    assertThat(EmulatedDevice.counter("allocations")).isZero();
    assertThat(EmulatedDevice.counter("contexts")).isZero();
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 4))
        .isEqualTo(CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED);
    check(JCudaDriver.cuCtxPopCurrent(new CUcontext()));
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 4))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_CONTEXT);
  }

  @Test
  void limitsAreKept() {
    try (TestContext context = new TestContext()) {
      long[] value = {0};
      check(JCudaDriver.cuCtxGetLimit(value, 0));
      assertThat(value[0]).isEqualTo(1024);
      check(JCudaDriver.cuCtxSetLimit(0, 4096));
      check(JCudaDriver.cuCtxGetLimit(value, 0));

      assertThat(value[0]).isEqualTo(4096);
      assertThat(JCudaDriver.cuCtxGetLimit(value, 99))
          .isEqualTo(CUresult.CUDA_ERROR_UNSUPPORTED_LIMIT);
      context.synchronize();
    }
  }
}
