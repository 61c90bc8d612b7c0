package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.JCudaDriver.cuLaunchHostFunc;
import static jcuda.driver.JCudaDriver.cuMemAllocAsync;
import static jcuda.driver.JCudaDriver.cuMemFreeAsync;
import static jcuda.driver.JCudaDriver.cuMemHostRegister;
import static jcuda.driver.JCudaDriver.cuMemHostUnregister;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuStreamQuery;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Registered host memory, stream-ordered memory, host functions, and callers in several threads.
 */
@Tag("emulated-device")
class HostSideTest {
  @Test
  void registeredMemoryIsPageLockedUntilItIsUnregistered() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.allocate(1);
      ByteBuffer buffer = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
      Pointer host = Pointer.to(buffer);
      check(cuMemHostRegister(host, 4, 0));
      assertThat(cuMemHostRegister(host, 4, 0))
          .isEqualTo(CUresult.CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
      check(cuMemcpyHtoDAsync(x, host, 4, stream));
      buffer.putFloat(0, 5);
      check(cuStreamSynchronize(stream));
      check(cuMemHostUnregister(host));

      assertThat(context.download(x, 1)).containsExactly(5);
      assertThat(EmulatedDevice.counter("pageable_copies")).isZero();
      assertThat(EmulatedDevice.counter("host_allocations")).isZero();
    }
  }

  @Test
  void streamOrderedMemoryLivesBetweenItsAllocationAndItsFree() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = new CUdeviceptr();
      Pointer host = context.pageLocked(1);
      check(cuMemAllocAsync(x, 4, stream));
      check(cuMemsetD32Async(x, Float.floatToIntBits(3), 1, stream));
      check(cuMemcpyDtoHAsync(host, x, 4, stream));
      check(cuMemFreeAsync(x, stream));
      check(cuStreamSynchronize(stream));

      assertThat(TestContext.floats(host, 1).get(0)).isEqualTo(3);
      assertThat(EmulatedDevice.counter("allocations")).isZero();
    }
  }

  @Test
  void anotherStreamThatDoesNotWaitForTheAllocationFaults() {
    try (TestContext context = new TestContext()) {
      CUstream other = context.stream();
      CUdeviceptr x = new CUdeviceptr();
      check(cuMemAllocAsync(x, 4, context.stream()));
      check(cuMemsetD32Async(x, 3, 1, other));
      int code = cuStreamSynchronize(other);

      assertThat(code).isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertThat(EmulatedDevice.describe(code)).contains("allocation hasn't run yet");
    }
  }

  @Test
  void hostFunctionsRunInStreamOrderAndMayNotCallCuda() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      List<Integer> codes = new ArrayList<>();
      check(cuLaunchHostFunc(stream, data -> codes.add(cuStreamQuery(stream)), null));
      assertThat(codes).isEmpty();
      check(cuStreamSynchronize(stream));

      assertThat(codes).containsExactly(CUresult.CUDA_ERROR_NOT_PERMITTED);
    }
  }

  private static float cycles() {
    float sum = 0;
    for (int i = 0; i < 20; i++) {
      try (TestContext context = new TestContext()) {
        CUdeviceptr x = context.upload(i, 1);
        check(
            TestContext.launch(
                context.kernel("scale_shift"),
                2,
                0,
                null,
                Pointer.to(x),
                Pointer.to(new float[] {2}),
                Pointer.to(new float[] {1})));
        sum += context.download(x, 2)[0];
      }
    }
    return sum;
  }

  @Test
  void threadsWithContextsOfTheirOwnDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Float> task = HostSideTest::cycles;
      for (Future<Float> sum : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(sum.get()).isEqualTo(2 * 190 + 20);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(EmulatedDevice.counter("contexts")).isZero();
  }
}
