package io.deltarule.cpu;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Simd;
import io.deltarule.cpu.warmup.BackgroundWarmUp;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pure-Java backend: float32 in Java arrays, kernels over the Vector API where it is to be had
 * and as plain loops elsewhere, on a fixed set of threads. Results have the same bits for every
 * number of threads.
 *
 * <p>Plain loops stand in for all vector code until the JIT has compiled that, which a thread in
 * the background sees to for what runs much; what runs little, and what the JIT does not compile,
 * stays in plain loops. Results have the same bits before and after.
 *
 * <p>Setting {@value #SIMD}: {@code auto} (the default) or {@code off}, which runs the plain loops.
 * Setting {@value #WARM_UP}: {@code on} or {@code off}, which runs vector code from the first call;
 * the default is what the system property {@value #WARM_UP_PROPERTY} says, or {@code on}.
 */
public final class CpuBackend implements Backend {
  /** The setting that turns the Vector API off. */
  public static final String SIMD = "simd";

  /** The setting that turns the warm-up off. */
  public static final String WARM_UP = "warmup";

  /** The system property with the default for {@link #WARM_UP}. */
  public static final String WARM_UP_PROPERTY = "deltarule.cpu.warmup";

  private static final Set<String> SETTINGS = new TreeSet<>(Set.of(SIMD, WARM_UP));

  private static final Logger LOG = LoggerFactory.getLogger(CpuBackend.class);

  private final WorkerPool pool;
  private final Processor processor;
  private final Optional<BackgroundWarmUp> background;
  private final CpuKernels kernels;

  /**
   * Opens the backend and starts its threads.
   *
   * @throws IllegalArgumentException if a setting is not known
   */
  public CpuBackend(BackendOptions options) {
    this(options, background(options.settings()));
  }

  private CpuBackend(BackendOptions options, Optional<BackgroundWarmUp> background) {
    this(options, background, background.<WarmUp>map(b -> b).orElse(WarmUp.none()));
  }

  /** A backend whose vector code is warmed up by other means. */
  CpuBackend(BackendOptions options, WarmUp warmUp) {
    this(options, Optional.empty(), warmUp);
  }

  private CpuBackend(BackendOptions options, Optional<BackgroundWarmUp> background, WarmUp warmUp) {
    this.background = background;
    processor = processor(options.settings(), warmUp);
    pool = new WorkerPool(options.resolvedThreads());
    kernels = new CpuKernels(pool, processor, warmUp);
  }

  private static Optional<BackgroundWarmUp> background(Map<String, String> settings) {
    String warmUp = settings.getOrDefault(WARM_UP, System.getProperty(WARM_UP_PROPERTY, "on"));
    return switch (warmUp) {
      case "on" -> Optional.of(new BackgroundWarmUp());
      case "off" -> Optional.empty();
      default ->
          throw new IllegalArgumentException(
              "cpu: setting " + WARM_UP + " must be on or off, got '" + warmUp + "'");
    };
  }

  private static Processor processor(Map<String, String> settings, WarmUp warmUp) {
    for (String name : settings.keySet()) {
      // Settings of one backend start with its name; where auto chooses, they are given to all.
      boolean another = name.contains(".") && !name.startsWith("cpu.");
      if (!SETTINGS.contains(name) && !another) {
        throw new IllegalArgumentException(
            "cpu: there is no setting '" + name + "'; there is " + SETTINGS);
      }
    }
    String simd = settings.getOrDefault(SIMD, "auto");
    return switch (simd) {
      case "off" -> Processor.plain();
      case "auto" ->
          Simd.load(warmUp)
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

  /**
   * Waits until the vector code is compiled of all that has run much so far: what runs then runs as
   * fast as it will. Programs need not call it; those that measure may.
   *
   * @return what stays in plain Java all the same, because the JIT leaves its vectors in objects
   * @throws InterruptedException if the current thread is interrupted meanwhile
   */
  public List<String> awaitWarmUp() throws InterruptedException {
    if (background.isEmpty()) {
      return List.of();
    }
    background.get().await();
    return background.get().givenUp();
  }

  /** Ends the threads. */
  @Override
  public void close() {
    background.ifPresent(BackgroundWarmUp::close);
    pool.close();
  }
}
