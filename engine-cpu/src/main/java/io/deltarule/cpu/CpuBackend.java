package io.deltarule.cpu;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Simd;
import io.deltarule.tensor.DType;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pure-Java backend: float32 in Java arrays, kernels over the Vector API where it is to be had
 * and as plain loops elsewhere, on a fixed set of threads. Results have the same bits for every
 * number of threads.
 *
 * <p>Setting {@value #SIMD}: {@code auto} (the default) or {@code off}, which runs the plain loops.
 */
public final class CpuBackend implements Backend {
  /** The setting that turns the Vector API off. */
  public static final String SIMD = "simd";

  private static final Logger LOG = LoggerFactory.getLogger(CpuBackend.class);

  private final WorkerPool pool;
  private final Processor processor;
  private final CpuKernels kernels;

  /**
   * Opens the backend and starts its threads.
   *
   * @throws IllegalArgumentException if a setting is not known
   */
  public CpuBackend(BackendOptions options) {
    processor = processor(options.settings());
    pool = new WorkerPool(options.resolvedThreads());
    kernels = new CpuKernels(pool, processor);
  }

  private static Processor processor(Map<String, String> settings) {
    for (String name : settings.keySet()) {
      // Settings of one backend start with its name; where auto chooses, they are given to all.
      boolean another = name.contains(".") && !name.startsWith("cpu.");
      if (!name.equals(SIMD) && !another) {
        throw new IllegalArgumentException(
            "cpu: there is no setting '" + name + "'; there is " + Set.of(SIMD));
      }
    }
    String simd = settings.getOrDefault(SIMD, "auto");
    return switch (simd) {
      case "off" -> Processor.plain();
      case "auto" ->
          Simd.load()
              .orElseGet(
                  () -> {
                    LOG.warn("cpu: {}; {}", Simd.check().found(), Simd.check().remedy());
                    return Processor.plain();
                  });
      default ->
          throw new IllegalArgumentException(
              "cpu: setting " + SIMD + " must be auto or off, got '" + simd + "'");
    };
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    return processor.description()
        + ", "
        + pool.threads()
        + (pool.threads() == 1 ? " thread" : " threads");
  }

  @Override
  public DType storage(DType dtype) {
    return dtype.isFloating() ? DType.FLOAT32 : dtype;
  }

  @Override
  public Memory allocate(DType dtype, long elements) {
    if (elements > Integer.MAX_VALUE) {
      throw new NotEnoughMemoryException(
          "cpu: a Java array holds at most "
              + Integer.MAX_VALUE
              + " elements, got "
              + elements
              + "; use a smaller batch");
    }
    int size = (int) elements;
    try {
      return storage(dtype) == DType.INT32 ? new IntMemory(size) : new FloatMemory(size);
    } catch (OutOfMemoryError e) {
      throw new NotEnoughMemoryException(
          "cpu: there is not enough memory for "
              + 4 * elements
              + " bytes; the largest heap is "
              + Runtime.getRuntime().maxMemory()
              + " bytes. Use a smaller batch or a larger -Xmx",
          e);
    }
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    pool.close();
  }
}
