package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The memory limit, and failures on demand. */
@Tag("emulated-device")
class FailureTest {
  private static final int OUT_OF_MEMORY = CUresult.CUDA_ERROR_OUT_OF_MEMORY;

  @Test
  void memoryEndsAtTheLimitAndComesBack() {
    try (TestContext context = new TestContext()) {
      EmulatedDevice.set("MEMORY_MB", "1");
      CUdeviceptr most = context.allocate(200_000);
      CUdeviceptr rest = new CUdeviceptr();
      assertThat(cuMemAlloc(rest, 300_000)).isEqualTo(OUT_OF_MEMORY);
      assertThat(EmulatedDevice.describe(OUT_OF_MEMORY)).contains("300000").contains("1048576");
      long[] free = {0};
      long[] total = {0};
      check(cuMemGetInfo(free, total));
      assertThat(total[0]).isEqualTo(1 << 20);
      assertThat(free[0]).isBetween(200_000L, 248_576L);

      check(cuMemFree(most));
      check(cuMemAlloc(rest, 300_000));
    } finally {
      EmulatedDevice.set("MEMORY_MB", "2048");
    }
  }

  @Test
  void theNthCallFailsAndNoOther() {
    try (TestContext context = new TestContext()) {
      EmulatedDevice.failAt("cuMemAlloc", 2, OUT_OF_MEMORY);
      CUdeviceptr pointer = new CUdeviceptr();
      check(cuMemAlloc(pointer, 4));
      assertThat(cuMemAlloc(pointer, 4)).isEqualTo(OUT_OF_MEMORY);
      check(cuMemAlloc(pointer, 4));

      assertThat(EmulatedDevice.calls("cuMemAlloc")).isEqualTo(3);
      assertThat(EmulatedDevice.counter("allocations")).isEqualTo(2);
      assertThat(EmulatedDevice.counter("bytes")).isEqualTo(8);
      context.synchronize();
    }
  }

  @Test
  void aPlannedFaultCostsTheContextAsARealOneDoes() {
    try (TestContext context = new TestContext()) {
      context.synchronize();
      EmulatedDevice.failAt("cuCtxSynchronize", 1, CUresult.CUDA_ERROR_LAUNCH_FAILED);

      assertThat(cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
      assertThat(cuMemAlloc(new CUdeviceptr(), 4)).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    }
  }

  @Test
  void cublasFailsOnDemandToo() {
    try (TestContext context = new TestContext()) {
      EmulatedDevice.failAt("cublasCreate", 1, cublasStatus.CUBLAS_STATUS_ALLOC_FAILED);
      cublasHandle handle = new cublasHandle();

      assertThat(cublasCreate(handle)).isEqualTo(cublasStatus.CUBLAS_STATUS_ALLOC_FAILED);
      assertThat(cublasCreate(handle)).isZero();
      assertThat(cublasDestroy(handle)).isZero();
      context.synchronize();
    }
  }
}
