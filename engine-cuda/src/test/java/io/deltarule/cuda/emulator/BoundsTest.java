package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.nio.ByteBuffer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Accesses outside of allocations, and what becomes of the context. */
@Tag("emulated-device")
class BoundsTest {
  private static final int ILLEGAL = CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;

  private static int scaleAndWait(TestContext context, int threads, Pointer x) {
    check(
        TestContext.launch(
            context.kernel("scale_shift"),
            threads,
            0,
            null,
            Pointer.to(x),
            Pointer.to(new float[] {2}),
            Pointer.to(new float[] {1})));
    return cuCtxSynchronize();
  }

  @Test
  void oneElementPastTheEndNamesKernelThreadAndAllocation() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(1, 2, 3);
      int code = scaleAndWait(context, 4, x);

      assertThat(code).isEqualTo(ILLEGAL);
      assertThat(EmulatedDevice.describe(code))
          .contains("scale_shift")
          .contains("3")
          .contains("past the end")
          .contains("12 bytes");
    }
  }

  @Test
  void theFaultSticksUntilTheContextIsDestroyed() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(1, 2, 3);
      assertThat(scaleAndWait(context, 4, x)).isEqualTo(ILLEGAL);

      assertThat(cuMemAlloc(new CUdeviceptr(), 4)).isEqualTo(ILLEGAL);
      assertThat(cuStreamCreate(new CUstream(), 0)).isEqualTo(ILLEGAL);
      assertThat(cuMemFree(x)).isEqualTo(ILLEGAL);
      assertThat(cuMemcpyDtoH(Pointer.to(new float[1]), x, 4)).isEqualTo(ILLEGAL);
    }
    try (TestContext context = new TestContext()) {
      assertThat(EmulatedDevice.counter("allocations")).isZero();
      CUdeviceptr x = context.upload(1, 2, 3, 4);
      assertThat(scaleAndWait(context, 4, x)).isZero();
      assertThat(context.download(x, 4)).containsExactly(3, 5, 7, 9);
    }
  }

  @Test
  void freedMemoryIsOutOfBounds() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(1, 2, 3, 4);
      check(cuMemFree(x));
      int code = scaleAndWait(context, 4, x);

      assertThat(code).isEqualTo(ILLEGAL);
      assertThat(EmulatedDevice.describe(code)).contains("freed");
    }
  }

  @Test
  void pageableHostMemoryIsNoDeviceMemory() {
    try (TestContext context = new TestContext()) {
      ByteBuffer host = ByteBuffer.allocateDirect(16);
      int code = scaleAndWait(context, 4, Pointer.to(host));

      assertThat(code).isEqualTo(ILLEGAL);
      assertThat(EmulatedDevice.describe(code)).contains("host pointer");
    }
  }

  @Test
  void pageLockedMemoryIsAsUnifiedAddressingHasIt() {
    try (TestContext context = new TestContext()) {
      Pointer host = context.pageLocked(4);
      for (int i = 0; i < 4; i++) {
        TestContext.floats(host, 4).put(i, i);
      }
      assertThat(scaleAndWait(context, 4, host)).isZero();
      assertThat(TestContext.floats(host, 4).get(3)).isEqualTo(7);
    }
  }

  @Test
  void copiesPastTheEndAndFromTheWrongSideAreRefusedAtOnce() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.allocate(4);
      int code = cuMemcpyHtoD(x, Pointer.to(new float[5]), 20);

      assertThat(code).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
      assertThat(EmulatedDevice.describe(code)).contains("20 bytes").contains("16 bytes");
      assertThat(cuMemcpyHtoD(x, x, 16)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
      context.synchronize();
    }
  }

  @Test
  void freshMemoryIsNaN() {
    try (TestContext context = new TestContext()) {
      assertThat(context.download(context.allocate(100), 100)).containsOnly(Float.NaN);
    }
  }

  @Test
  void onlyTheStartOfALivingAllocationCanBeFreed() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.allocate(4);

      assertThat(cuMemFree(x.withByteOffset(4))).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
      check(cuMemFree(x));
      assertThat(cuMemFree(x)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    }
  }
}
