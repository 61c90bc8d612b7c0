package io.deltarule.cuda.driver;

import io.deltarule.backend.Kernel;
import java.util.List;
import java.util.function.Supplier;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels of a step as one launch. The first run calls them one by one, so that what libraries
 * set up at a first call is set up; the second records them by stream capture; from then on one
 * graph launch runs them all. What changes from step to step is read from device memory.
 */
public final class CapturedStep implements Kernel {
  private static final Logger LOG = LoggerFactory.getLogger(CapturedStep.class);

  /** What the next run does. */
  private enum Stage {
    FIRST,
    CAPTURE,
    REPLAY,
    ONE_BY_ONE
  }

  private final CudaContext context;
  private final Kernel[] kernels;
  private final CUgraphExec graph = new CUgraphExec();
  private final Supplier<String> what = this::toString;
  private Stage stage;

  /**
   * Joins kernels, which stay the caller's to close.
   *
   * @param replay false to call them one by one in every run
   */
  public CapturedStep(CudaContext context, List<Kernel> kernels, boolean replay) {
    this.context = context;
    this.kernels = kernels.toArray(Kernel[]::new);
    this.stage = replay && !kernels.isEmpty() ? Stage.FIRST : Stage.ONE_BY_ONE;
  }

  /** True once a run is one launch. */
  public boolean isReplayed() {
    return stage == Stage.REPLAY;
  }

  @Override
  public void run() {
    context.enter();
    switch (stage) {
      case FIRST -> {
        runKernels();
        stage = Stage.CAPTURE;
      }
      case CAPTURE -> {
        if (capture()) {
          stage = Stage.REPLAY;
          launch();
        } else {
          stage = Stage.ONE_BY_ONE;
          runKernels();
        }
      }
      case REPLAY -> launch();
      case ONE_BY_ONE -> runKernels();
    }
  }

  private void runKernels() {
    for (Kernel kernel : kernels) {
      kernel.run();
    }
  }

  private void launch() {
    context
        .status()
        .check(JCudaDriver.cuGraphLaunch(graph, context.computeStream()), "cuGraphLaunch", what);
    context.afterLaunch(what);
  }

  /** Records the kernels; false, after a line in the log, if one of them can't be recorded. */
  private boolean capture() {
    CUgraph recorded = new CUgraph();
    try {
      record(recorded);
    } catch (CudaException e) {
      if (!cannotCapture(e.code())) {
        throw e;
      }
      LOG.warn("cuda: a step runs kernel by kernel, as it cannot be captured: {}", e.getMessage());
      return false;
    }
    try {
      context
          .status()
          .check(JCudaDriver.cuGraphInstantiate(graph, recorded, 0), "cuGraphInstantiate", what);
    } finally {
      context.release(() -> JCudaDriver.cuGraphDestroy(recorded));
    }
    return true;
  }

  private void record(CUgraph recorded) {
    Status status = context.status();
    status.check(
        JCudaDriver.cuStreamBeginCapture(
            context.computeStream(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "cuStreamBeginCapture",
        what);
    context.capturing(true);
    try {
      runKernels();
    } catch (RuntimeException e) {
      context.capturing(false);
      // Ends the recording; its code says again what the exception says.
      if (JCudaDriver.cuStreamEndCapture(context.computeStream(), recorded) == 0) {
        context.release(() -> JCudaDriver.cuGraphDestroy(recorded));
      }
      throw e;
    }
    context.capturing(false);
    status.check(
        JCudaDriver.cuStreamEndCapture(context.computeStream(), recorded),
        "cuStreamEndCapture",
        what);
  }

  private static boolean cannotCapture(int code) {
    return code == CUresult.CUDA_ERROR_NOT_SUPPORTED
        || (code >= CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED
            && code <= CUresult.CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD);
  }

  @Override
  public void close() {
    if (stage == Stage.REPLAY) {
      context.release(JCudaDriver::cuCtxSynchronize);
      context.release(() -> JCudaDriver.cuGraphExecDestroy(graph));
    }
    stage = Stage.ONE_BY_ONE;
  }

  @Override
  public String toString() {
    return "a step of " + kernels.length + " operations";
  }
}
