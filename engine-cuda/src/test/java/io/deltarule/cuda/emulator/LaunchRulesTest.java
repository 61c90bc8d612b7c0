package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER;
import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE;
import static jcuda.driver.JCudaDriver.CU_LAUNCH_PARAM_END;
import static jcuda.driver.JCudaDriver.cuFuncGetAttribute;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadDataJIT;
import static jcuda.driver.JCudaDriver.cuModuleUnload;
import static jcuda.driver.JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor;
import static jcuda.driver.JCudaDriver.cuOccupancyMaxPotentialBlockSize;
import static jcuda.driver.JCudaDriver.cuPointerGetAttribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUpointer_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JITOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Launches that CUDA refuses at once, with its codes, and the numbers that decide. */
@Tag("emulated-device")
class LaunchRulesTest {
  private static final int INVALID = CUresult.CUDA_ERROR_INVALID_VALUE;

  private static int launch(CUfunction kernel, int gridX, int gridY, int blockX, int blockZ) {
    Pointer arguments = Pointer.to(Pointer.to(new CUdeviceptr()), Pointer.to(new CUdeviceptr()));
    return cuLaunchKernel(kernel, gridX, gridY, 1, blockX, 1, blockZ, 0, null, arguments, null);
  }

  @Test
  void gridsAndBlocksHaveLimits() {
    try (TestContext context = new TestContext()) {
      CUfunction kernel = context.kernel("reverse");

      assertThat(launch(kernel, 1, 1, 1025, 1)).isEqualTo(INVALID);
      assertThat(launch(kernel, 1, 1, 32, 33)).as("1056 threads").isEqualTo(INVALID);
      assertThat(launch(kernel, 1, 1, 1, 65)).as("z of 65").isEqualTo(INVALID);
      assertThat(launch(kernel, 0, 1, 1, 1)).isEqualTo(INVALID);
      assertThat(launch(kernel, 1, 65536, 1, 1)).isEqualTo(INVALID);
      assertThat(EmulatedDevice.describe(INVALID)).contains("reverse").contains("65536");
      assertThat(EmulatedDevice.counter("pending")).isZero();
    }
  }

  @Test
  void launchBoundsAreResources() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr y = context.allocate(65);
      CUfunction kernel = context.kernel("small_block");
      check(TestContext.launch(kernel, 64, 0, null, Pointer.to(y)));

      assertThat(TestContext.launch(kernel, 65, 0, null, Pointer.to(y)))
          .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
      context.synchronize();
    }
  }

  @Test
  void moreThan48KiBOfSharedMemoryMustBeAskedForFirst() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(1, 2);
      CUfunction kernel = context.kernel("reverse");
      int shared = 49 << 10;
      Pointer[] arguments = {Pointer.to(x), Pointer.to(x)};
      assertThat(TestContext.launch(kernel, 2, shared, null, arguments)).isEqualTo(INVALID);
      assertThat(EmulatedDevice.describe(INVALID)).contains("MAX_DYNAMIC_SHARED_SIZE_BYTES");

      check(cuFuncSetAttribute(kernel, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, shared));
      check(TestContext.launch(kernel, 2, shared, null, arguments));
      assertThat(context.download(x, 2)).containsExactly(2, 1);
      int[] value = {0};
      check(cuFuncGetAttribute(value, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, kernel));
      assertThat(value[0]).isEqualTo(shared);
      assertThat(
              cuFuncSetAttribute(
                  kernel, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, (227 << 10) + 1))
          .isEqualTo(INVALID);
    }
  }

  @Test
  void missingParametersAreRefused() {
    try (TestContext context = new TestContext()) {
      int code =
          cuLaunchKernel(context.kernel("reverse"), 1, 1, 1, 1, 1, 1, 0, null, new Pointer(), null);

      assertThat(code).isEqualTo(INVALID);
      assertThat(EmulatedDevice.describe(code)).contains("2 parameters");
    }
  }

  @Test
  void occupancyFollowsThreadsAndSharedMemory() {
    try (TestContext context = new TestContext()) {
      CUfunction kernel = context.kernel("reverse");
      int[] blocks = {0};
      check(cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, kernel, 256, 0));
      assertThat(blocks[0]).as("2048 threads").isEqualTo(8);
      check(cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, kernel, 256, 100 << 10));
      assertThat(blocks[0]).as("228 KiB of shared memory").isEqualTo(2);
      int[] grid = {0};
      int[] block = {0};
      check(cuOccupancyMaxPotentialBlockSize(grid, block, kernel, null, 0, 0));
      assertThat(grid[0] * block[0]).isEqualTo(4 * 2048);
    }
  }

  @Test
  void functionsOfAnUnloadedModuleAreGone() {
    try (TestContext context = new TestContext()) {
      CUmodule module = context.module();
      CUfunction kernel = new CUfunction();
      check(cuModuleGetFunction(kernel, module, "small_block"));
      check(cuModuleUnload(module));

      assertThat(TestContext.launch(kernel, 1, 0, null, Pointer.to(new CUdeviceptr())))
          .isEqualTo(CUresult.CUDA_ERROR_INVALID_HANDLE);
      assertThat(EmulatedDevice.counter("modules")).isZero();
    }
  }

  private static int launchWithBuffer(CUfunction kernel, ByteBuffer parameters, long size) {
    Pointer extra =
        Pointer.to(
            CU_LAUNCH_PARAM_BUFFER_POINTER,
            Pointer.to(parameters),
            CU_LAUNCH_PARAM_BUFFER_SIZE,
            Pointer.to(new long[] {size}),
            CU_LAUNCH_PARAM_END);
    return cuLaunchKernel(kernel, 1, 1, 1, 2, 1, 1, 0, null, null, extra);
  }

  @Test
  void parametersCanComeInOneBuffer() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(1, 2);
      long[] address = {0};
      check(
          cuPointerGetAttribute(
              Pointer.to(address), CUpointer_attribute.CU_POINTER_ATTRIBUTE_RANGE_START_ADDR, x));
      ByteBuffer parameters = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
      parameters.putLong(0, address[0]).putFloat(8, 10).putFloat(12, 1);
      CUfunction kernel = context.kernel("scale_shift");

      assertThat(launchWithBuffer(kernel, parameters, 12)).isEqualTo(INVALID);
      assertThat(EmulatedDevice.describe(INVALID)).contains("16 bytes").contains("12");
      check(launchWithBuffer(kernel, parameters, 16));
      assertThat(context.download(x, 2)).containsExactly(11, 21);
    }
  }

  @Test
  void refusedPtxIsExplainedInTheErrorLog() {
    try (TestContext context = new TestContext()) {
      context.synchronize();
      JITOptions options = new JITOptions();
      options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[2000]);
      options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, 2000);
      String broken = TestKernels.PTX.replaceFirst("add.f32", "frobnicate.f32");
      byte[] image = (broken + "\0").getBytes(StandardCharsets.US_ASCII);

      assertThat(cuModuleLoadDataJIT(new CUmodule(), Pointer.to(image), options))
          .isEqualTo(CUresult.CUDA_ERROR_INVALID_PTX);
      assertThat(options.getString(CUjit_option.CU_JIT_ERROR_LOG_BUFFER)).contains("frobnicate");
    }
  }
}
