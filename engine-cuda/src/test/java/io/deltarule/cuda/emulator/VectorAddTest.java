package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleGetGlobal;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels from CUDA C through the real NVRTC, JCuda and the emulated driver. */
@Tag("emulated-device")
class VectorAddTest {
  @Test
  void theDeviceCallsItselfEmulated() {
    try (TestContext context = new TestContext()) {
      byte[] name = new byte[100];
      check(cuDeviceGetName(name, name.length, new CUdevice()));
      int[] version = {0};
      check(cuDriverGetVersion(version));

      assertThat(new String(name, StandardCharsets.US_ASCII)).contains("emulated device");
      assertThat(version[0]).isBetween(12000, 12999);
      assertThat(EmulatedDevice.counter("contexts")).isEqualTo(1);
      context.synchronize();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward", "reverse", "random"})
  void addsVectorsOfManyBlocksInEveryThreadOrder(String order) {
    int count = 1000;
    float[] a = new float[count];
    float[] b = new float[count];
    float[] expected = new float[count];
    for (int i = 0; i < count; i++) {
      a[i] = i * 0.5f;
      b[i] = 1000 - i;
      expected[i] = a[i] + b[i];
    }
    try (TestContext context = new TestContext()) {
      EmulatedDevice.set("ORDER", order);
      CUdeviceptr c = context.allocate(count);
      Pointer arguments =
          Pointer.to(
              Pointer.to(context.upload(a)),
              Pointer.to(context.upload(b)),
              Pointer.to(c),
              Pointer.to(new int[] {count}));
      check(
          cuLaunchKernel(
              context.kernel("vector_add"), 8, 1, 1, 128, 1, 1, 0, null, arguments, null));

      assertThat(context.download(c, count)).containsExactly(expected);
      assertThat(EmulatedDevice.counter("launches")).isEqualTo(1);
    } finally {
      EmulatedDevice.set("ORDER", "forward");
    }
  }

  @Test
  void sharedMemoryAndItsBarrierWork() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr y = context.allocate(4);
      check(
          TestContext.launch(
              context.kernel("reverse"),
              4,
              16,
              null,
              Pointer.to(context.upload(1, 2, 3, 4)),
              Pointer.to(y)));

      assertThat(context.download(y, 4)).containsExactly(4, 3, 2, 1);
    }
  }

  @Test
  void aMissingBarrierShowsAsNaN() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr y = context.allocate(4);
      check(
          TestContext.launch(
              context.kernel("reverse_unsynchronised"),
              4,
              16,
              null,
              Pointer.to(context.upload(1, 2, 3, 4)),
              Pointer.to(y)));

      assertThat(context.download(y, 4)).contains(Float.NaN);
    }
  }

  @Test
  void moduleVariablesAreFoundAndInitialised() {
    try (TestContext context = new TestContext()) {
      CUmodule module = context.module();
      CUdeviceptr offset = new CUdeviceptr();
      long[] bytes = {0};
      check(cuModuleGetGlobal(offset, bytes, module, "offset"));
      CUfunction kernel = new CUfunction();
      check(cuModuleGetFunction(kernel, module, "from_variables"));
      CUdeviceptr y = context.allocate(4);
      check(TestContext.launch(kernel, 4, 0, null, Pointer.to(y)));

      assertThat(bytes[0]).isEqualTo(16);
      assertThat(context.download(offset, 4)).containsExactly(1, 2, 3, 4);
      assertThat(context.download(y, 4)).containsExactly(2, 4, 6, 8);
    }
  }

  @Test
  void machineCodeIsRefusedWithTheRemedy() {
    try (TestContext context = new TestContext()) {
      int code = cuModuleLoadData(new CUmodule(), TestKernels.cubin());

      assertThat(code).isEqualTo(CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
      assertThat(EmulatedDevice.describe(code)).contains("cubin").contains("nvrtcGetPTX");
      context.synchronize();
    }
  }

  @Test
  void ptxForANewerDeviceIsRefused() {
    try (TestContext context = new TestContext()) {
      context.synchronize();
      EmulatedDevice.set("CAPABILITY", "7.5");
      int code = cuModuleLoadData(new CUmodule(), TestKernels.PTX);

      assertThat(code).isEqualTo(CUresult.CUDA_ERROR_INVALID_PTX);
      assertThat(EmulatedDevice.describe(code)).contains("sm_80").contains("sm_75");
    } finally {
      EmulatedDevice.set("CAPABILITY", "9.0");
    }
  }
}
