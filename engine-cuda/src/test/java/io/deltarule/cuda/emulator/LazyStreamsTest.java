package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamQuery;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work in streams runs late, and only as far as a synchronisation demands. */
@Tag("emulated-device")
class LazyStreamsTest {
  private static final int BYTES = Float.BYTES;

  @Test
  void readingBeforeTheStreamIsWaitedForGivesStaleData() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.upload(7);
      Pointer host = context.pageLocked(1);
      TestContext.floats(host, 1).put(0, -1);
      check(cuMemcpyDtoHAsync(host, x, BYTES, stream));

      assertThat(TestContext.floats(host, 1).get(0)).isEqualTo(-1);
      check(cuStreamSynchronize(stream));
      assertThat(TestContext.floats(host, 1).get(0)).isEqualTo(7);
    }
  }

  @Test
  void eagerStreamsRunWorkAtOnce() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(7);
      Pointer host = context.pageLocked(1);
      EmulatedDevice.set("EAGER", "1");
      check(cuMemcpyDtoHAsync(host, x, BYTES, context.stream()));

      assertThat(TestContext.floats(host, 1).get(0)).isEqualTo(7);
    } finally {
      EmulatedDevice.set("EAGER", "0");
    }
  }

  @Test
  void withoutAnEventAnotherStreamSeesOldDataAndWithItTheNew() {
    try (TestContext context = new TestContext()) {
      CUstream producer = context.stream();
      CUstream consumer = context.stream();
      CUdeviceptr x = context.upload(1);
      Pointer host = context.pageLocked(1);
      check(cuMemsetD32Async(x, Float.floatToIntBits(2), 1, producer));
      check(cuMemcpyDtoHAsync(host, x, BYTES, consumer));
      check(cuStreamSynchronize(consumer));
      assertThat(TestContext.floats(host, 1).get(0)).as("no event").isEqualTo(1);

      CUevent event = context.event();
      check(cuEventRecord(event, producer));
      check(cuStreamWaitEvent(consumer, event, 0));
      check(cuMemcpyDtoHAsync(host, x, BYTES, consumer));
      check(cuStreamSynchronize(consumer));
      assertThat(TestContext.floats(host, 1).get(0)).as("with an event").isEqualTo(2);
    }
  }

  @Test
  void anEventCoversOnlyWhatWasEnqueuedBeforeIt() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.upload(1);
      Pointer host = context.pageLocked(2);
      TestContext.floats(host, 2).put(1, -1);
      CUevent event = context.event();
      check(cuMemcpyDtoHAsync(host, x, BYTES, stream));
      check(cuEventRecord(event, stream));
      check(cuMemcpyDtoHAsync(host.withByteOffset(BYTES), x, BYTES, stream));
      check(cuEventSynchronize(event));

      assertThat(TestContext.floats(host, 2).get(0)).isEqualTo(1);
      assertThat(TestContext.floats(host, 2).get(1)).isEqualTo(-1);
      assertThat(EmulatedDevice.counter("pending")).isEqualTo(1);
    }
  }

  @Test
  void aStagingBufferReusedTooEarlyReachesTheDeviceWithTheNewContents() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.allocate(1);
      Pointer staging = context.pageLocked(1);
      TestContext.floats(staging, 1).put(0, 8);
      check(cuMemcpyHtoDAsync(x, staging, BYTES, stream));
      TestContext.floats(staging, 1).put(0, 99);
      check(cuStreamSynchronize(stream));

      assertThat(context.download(x, 1)).containsExactly(99);
    }
  }

  @Test
  void pageableMemoryIsStagedWhenTheCopyIsCalledAndCounted() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.allocate(1);
      float[] host = {8};
      check(cuMemcpyHtoDAsync(x, Pointer.to(host), BYTES, stream));
      host[0] = 99;
      check(cuStreamSynchronize(stream));

      assertThat(context.download(x, 1)).containsExactly(8);
      assertThat(EmulatedDevice.counter("pageable_copies")).isEqualTo(1);
    }
  }

  @Test
  void aCopyToPageableMemoryEndsBeforeItsCallReturns() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(7);
      float[] host = {-1};
      check(cuMemcpyDtoHAsync(Pointer.to(host), x, BYTES, context.stream()));

      assertThat(host[0]).isEqualTo(7);
      assertThat(EmulatedDevice.counter("pending")).isZero();
    }
  }

  @Test
  void pageableMemoryCanBeRefused() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.allocate(1);
      EmulatedDevice.set("PAGEABLE", "refuse");
      int code = cuMemcpyHtoDAsync(x, Pointer.to(new float[1]), BYTES, context.stream());

      assertThat(code).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
      assertThat(EmulatedDevice.describe(code)).contains("page-locked").contains("cuMemHostAlloc");
    } finally {
      EmulatedDevice.set("PAGEABLE", "stage");
    }
  }

  private static CUstream blockingStream() {
    CUstream stream = new CUstream();
    check(cuStreamCreate(stream, 0));
    return stream;
  }

  @Test
  void theDefaultStreamWaitsForBlockingStreams() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(1);
      check(cuMemsetD32Async(x, Float.floatToIntBits(2), 1, blockingStream()));

      assertThat(context.download(x, 1)).containsExactly(2);
    }
  }

  @Test
  void blockingStreamsWaitForTheDefaultStream() {
    try (TestContext context = new TestContext()) {
      CUstream blocking = blockingStream();
      CUdeviceptr x = context.upload(1);
      Pointer host = context.pageLocked(1);
      check(cuMemsetD32Async(x, Float.floatToIntBits(2), 1, null));
      check(cuMemcpyDtoHAsync(host, x, BYTES, blocking));
      check(cuStreamSynchronize(blocking));

      assertThat(TestContext.floats(host, 1).get(0)).isEqualTo(2);
    }
  }

  @Test
  void nonBlockingStreamsDoNotWaitForASynchronousCopyFromPageableMemory() {
    try (TestContext context = new TestContext()) {
      CUdeviceptr x = context.upload(1);
      Pointer host = context.pageLocked(1);
      CUstream stream = context.stream();
      check(cuMemcpyHtoD(x, Pointer.to(new float[] {2}), BYTES));
      check(cuMemcpyDtoHAsync(host, x, BYTES, stream));
      check(cuStreamSynchronize(stream));

      assertThat(TestContext.floats(host, 1).get(0)).isEqualTo(1);
    }
  }

  @Test
  void pollingGetsThere() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.allocate(1);
      CUevent event = context.event();
      for (int i = 0; i < 3; i++) {
        check(cuMemsetD32Async(x, i, 1, stream));
      }
      check(cuEventRecord(event, stream));
      int questions = 1;
      while (cuEventQuery(event) == CUresult.CUDA_ERROR_NOT_READY) {
        questions++;
      }

      assertThat(questions).isEqualTo(4);
      check(cuStreamQuery(stream));
    }
  }

  @Test
  void elapsedTimeNeedsBothEventsToHaveHappened() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUevent start = context.event();
      CUevent end = context.event();
      check(cuEventRecord(start, stream));
      check(cuEventRecord(end, stream));
      float[] milliseconds = {-1};
      assertThat(cuEventElapsedTime(milliseconds, start, end))
          .isEqualTo(CUresult.CUDA_ERROR_NOT_READY);
      check(cuStreamSynchronize(stream));
      check(cuEventElapsedTime(milliseconds, start, end));

      assertThat(milliseconds[0]).isBetween(0f, 10_000f);
    }
  }

  @Test
  void longChainsBetweenStreamsRun() {
    try (TestContext context = new TestContext()) {
      CUstream[] streams = {context.stream(), context.stream()};
      CUdeviceptr x = context.allocate(1);
      CUevent event = context.event();
      for (int i = 0; i < 20_000; i++) {
        check(cuMemsetD32Async(x, i, 1, streams[i % 2]));
        check(cuEventRecord(event, streams[i % 2]));
        check(cuStreamWaitEvent(streams[(i + 1) % 2], event, 0));
      }
      check(cuStreamSynchronize(streams[0]));

      assertThat(context.download(x, 1)).containsExactly(Float.intBitsToFloat(19_999));
    }
  }

  @Test
  void aDestroyedStreamIsRefusedAndItsWorkStillRuns() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.upload(1);
      check(cuMemsetD32Async(x, Float.floatToIntBits(5), 1, stream));
      check(cuStreamDestroy(stream));

      assertThat(cuStreamSynchronize(stream)).isEqualTo(CUresult.CUDA_ERROR_INVALID_HANDLE);
      context.synchronize();
      assertThat(context.download(x, 1)).containsExactly(5);
      assertThat(EmulatedDevice.counter("streams")).isZero();
    }
  }
}
