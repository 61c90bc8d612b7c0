package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL;
import static jcuda.driver.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphGetNodes;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamIsCapturing;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stream capture, the calls that break it, and graphs replayed. */
@Tag("emulated-device")
class CaptureTest {
  private static final int STEPS = 5;

  /** x = x + input, the input copied from a fixed page-locked buffer. */
  private static void step(
      CUfunction kernel, CUdeviceptr x, CUdeviceptr input, Pointer host, CUstream stream) {
    check(cuMemcpyHtoDAsync(input, host, 4 * Float.BYTES, stream));
    check(
        TestContext.launch(
            kernel, 4, 0, stream, Pointer.to(x), Pointer.to(input), Pointer.to(x), four()));
  }

  private static Pointer four() {
    return Pointer.to(new int[] {4});
  }

  private static void fill(Pointer host, int step) {
    for (int i = 0; i < 4; i++) {
      TestContext.floats(host, 4).put(i, step * 10 + i);
    }
  }

  @Test
  void replayWithChangingInputsEqualsOpByOp() {
    float[] expected;
    try (TestContext context = new TestContext()) {
      CUfunction kernel = context.kernel("vector_add");
      CUdeviceptr x = context.upload(1, 2, 3, 4);
      CUdeviceptr input = context.allocate(4);
      Pointer host = context.pageLocked(4);
      CUstream stream = context.stream();
      for (int i = 0; i < STEPS; i++) {
        fill(host, i);
        step(kernel, x, input, host, stream);
        check(cuStreamSynchronize(stream));
      }
      expected = context.download(x, 4);
    }
    try (TestContext context = new TestContext()) {
      CUfunction kernel = context.kernel("vector_add");
      CUdeviceptr x = context.upload(1, 2, 3, 4);
      CUdeviceptr input = context.allocate(4);
      Pointer host = context.pageLocked(4);
      CUstream stream = context.stream();
      CUgraphExec executable = new CUgraphExec();
      CUgraph graph = new CUgraph();
      check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_GLOBAL));
      step(kernel, x, input, host, stream);
      check(cuStreamEndCapture(stream, graph));
      long[] nodes = {0};
      check(cuGraphGetNodes(graph, null, nodes));
      check(cuGraphInstantiate(executable, graph, 0));
      check(cuGraphDestroy(graph));
      assertThat(context.download(x, 4)).as("capturing runs nothing").containsExactly(1, 2, 3, 4);
      for (int i = 0; i < STEPS; i++) {
        fill(host, i);
        check(cuGraphLaunch(executable, stream));
        check(cuStreamSynchronize(stream));
      }

      assertThat(nodes[0]).isEqualTo(2);
      assertThat(context.download(x, 4)).containsExactly(expected);
      assertThat(EmulatedDevice.counter("graph_launches")).isEqualTo(STEPS);
      check(cuGraphExecDestroy(executable));
      assertThat(EmulatedDevice.counter("graphs")).isZero();
      assertThat(EmulatedDevice.counter("graph_executables")).isZero();
    }
  }

  @Test
  void synchronisingTheCapturingStreamInvalidatesTheCapture() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_GLOBAL));
      int[] status = {-1};
      check(cuStreamIsCapturing(stream, status));
      assertThat(status[0]).isEqualTo(1);

      assertThat(cuStreamSynchronize(stream))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
      assertThat(cuStreamEndCapture(stream, new CUgraph()))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
      check(cuStreamSynchronize(stream));
    }
  }

  @Test
  void allocatingBreaksAGlobalCaptureButNotARelaxedOne() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_GLOBAL));
      assertThat(cuMemAlloc(new CUdeviceptr(), 16))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
      assertThat(cuStreamEndCapture(stream, new CUgraph()))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);

      check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_RELAXED));
      check(cuMemAlloc(new CUdeviceptr(), 16));
      CUgraph graph = new CUgraph();
      check(cuStreamEndCapture(stream, graph));
      check(cuGraphDestroy(graph));
    }
  }

  @Test
  void pageableMemoryCanNotBeCaptured() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUdeviceptr x = context.allocate(1);
      check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_GLOBAL));

      assertThat(cuMemcpyHtoDAsync(x, Pointer.to(new float[1]), 4, stream))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
      assertThat(cuStreamEndCapture(stream, new CUgraph()))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
    }
  }

  @Test
  void theDefaultStreamCanNotBeCapturedNorACaptureEndedThatNeverBegan() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      assertThat(cuStreamBeginCapture(new CUstream(), CU_STREAM_CAPTURE_MODE_GLOBAL))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
      assertThat(cuStreamEndCapture(stream, new CUgraph()))
          .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_STATE);
    }
  }

  /** A fork to a second stream through an event; joined back or not. */
  private static int endForkedCapture(TestContext context, CUgraph graph, boolean join) {
    CUstream first = context.stream();
    CUstream second = context.stream();
    CUdeviceptr x = context.allocate(1);
    CUdeviceptr y = context.allocate(1);
    CUevent fork = context.event();
    CUevent joined = context.event();
    check(cuStreamBeginCapture(first, CU_STREAM_CAPTURE_MODE_GLOBAL));
    check(cuMemsetD32Async(x, 1, 1, first));
    check(cuEventRecord(fork, first));
    check(cuStreamWaitEvent(second, fork, 0));
    check(cuMemsetD32Async(y, 2, 1, second));
    check(cuEventRecord(joined, second));
    if (join) {
      check(cuStreamWaitEvent(first, joined, 0));
    }
    return cuStreamEndCapture(first, graph);
  }

  @Test
  void aForkedStreamMustBeJoined() {
    try (TestContext context = new TestContext()) {
      CUgraph graph = new CUgraph();
      assertThat(endForkedCapture(context, graph, false))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNJOINED);
      check(endForkedCapture(context, graph, true));
      long[] nodes = {0};
      check(cuGraphGetNodes(graph, null, nodes));

      assertThat(nodes[0]).isEqualTo(2);
      check(cuGraphDestroy(graph));
    }
  }

  @Test
  void waitingForAnEventFromOutsideOfTheCaptureIsRefused() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      CUevent event = context.event();
      check(cuEventRecord(event, context.stream()));
      check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_GLOBAL));

      assertThat(cuStreamWaitEvent(stream, event, 0))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_ISOLATION);
      assertThat(cuStreamEndCapture(stream, new CUgraph()))
          .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
    }
  }

  @Test
  void aMissingDependencyInAGraphShowsInReverseOrder() {
    try (TestContext context = new TestContext()) {
      EmulatedDevice.set("ORDER", "reverse");
      CUstream first = context.stream();
      CUstream second = context.stream();
      CUdeviceptr x = context.upload(0);
      CUevent fork = context.event();
      CUevent joined = context.event();
      check(cuStreamBeginCapture(first, CU_STREAM_CAPTURE_MODE_GLOBAL));
      // Too early: the second stream doesn't wait for the first one's work.
      check(cuEventRecord(fork, first));
      check(cuMemsetD32Async(x, Float.floatToIntBits(1), 1, first));
      check(cuStreamWaitEvent(second, fork, 0));
      check(cuMemsetD32Async(x, Float.floatToIntBits(2), 1, second));
      check(cuEventRecord(joined, second));
      check(cuStreamWaitEvent(first, joined, 0));
      CUgraph graph = new CUgraph();
      check(cuStreamEndCapture(first, graph));
      CUgraphExec executable = new CUgraphExec();
      check(cuGraphInstantiate(executable, graph, 0));
      check(cuGraphLaunch(executable, first));
      check(cuStreamSynchronize(first));

      assertThat(context.download(x, 1)).containsExactly(1);
      check(cuGraphExecDestroy(executable));
      check(cuGraphDestroy(graph));
    } finally {
      EmulatedDevice.set("ORDER", "forward");
    }
  }
}
