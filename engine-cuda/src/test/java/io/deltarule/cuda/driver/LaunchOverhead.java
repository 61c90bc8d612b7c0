package io.deltarule.cuda.driver;

import io.deltarule.backend.Kernel;
import io.deltarule.cuda.library.CudaLibraries;
import io.deltarule.cuda.nvrtc.KernelCache;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.tensor.DType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a launch costs the host: a step of many small kernels, one by one and replayed, and
 * the bytes allocated on the way. Launches are enqueued in the time that is taken and waited for
 * outside of it, so that what the device does is left out, as far as its queue is deep enough. On
 * the emulated device the time holds that of its own driver, which is software too: the bytes are
 * right there, the time is an upper bound.
 */
final class LaunchOverhead {
  private static final int KERNELS = 50;
  private static final int STEPS = 20;
  private static final int ROUNDS = 200;

  private LaunchOverhead() {}

  public static void main(String[] args) throws IOException {
    if (!CudaLibraries.ofThisProcess().areLoaded()) {
      throw new IllegalStateException("no CUDA: " + CudaLibraries.ofThisProcess().found());
    }
    try (CudaContext context = new CudaContext(0, false);
        KernelCompiler compiler =
            new KernelCompiler(context, new KernelCache(Files.createTempDirectory("kernels")))) {
      System.out.println(context.device().describe());
      CudaMemory memory = context.allocate(DType.FLOAT32, 1);
      List<Kernel> kernels = new ArrayList<>();
      for (int i = 0; i < KERNELS; i++) {
        kernels.add(
            new Launch(
                context,
                compiler.compile(DeviceTest.SOURCE).function("add"),
                Geometry.of(1, 1),
                new Arguments().pointer(memory, 0).float32(1).int32(1),
                DeviceTest.what("add", memory)));
      }
      float[] value = new float[1];
      measure("kernel by kernel", context, new CapturedStep(context, kernels, false));
      measure("replayed", context, new CapturedStep(context, kernels, true));
      measure("write of one float", context, () -> memory.write(0, value, 0, 1));
      measure("read of one float", context, () -> memory.read(0, value, 0, 1));
      kernels.forEach(Kernel::close);
    }
  }

  private static void measure(String what, CudaContext context, Kernel step) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    long leastBytes = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      best = Math.min(best, System.nanoTime() - start);
      leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - bytes);
      context.synchronize();
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s %8.2f us a run, %6.2f us for each of %d kernels, %.1f bytes allocated a run%n",
        what,
        best / 1e3 / STEPS,
        best / 1e3 / STEPS / KERNELS,
        KERNELS,
        leastBytes / (double) STEPS);
    step.close();
  }
}
