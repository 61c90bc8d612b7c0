package io.deltarule.cuda;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.cuda.blas.BlasHandle;
import io.deltarule.cuda.blas.BlasMatMul;
import io.deltarule.cuda.driver.CapturedStep;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.nvrtc.KernelCache;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.plan.PlanOptions;
import io.deltarule.tensor.DType;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CUDA backend: float32 in device memory, kernels compiled by NVRTC, matrix products by cuBLAS,
 * all on one stream of one context. Settings: {@code cuda.device} (a number), {@code
 * cuda.precision} (fp32, tf32, bf16), {@code cuda.graph} and {@code cuda.sync} (on, off), {@code
 * cuda.cache} (a folder).
 */
public final class CudaBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(CudaBackend.class);

  /** Makes the kernels' factory once there is what it works with. */
  interface Kernels {
    KernelFactory create(CudaContext context, KernelCompiler compiler, BlasMatMul products);
  }

  /** 256 bytes, at which cuMemAlloc aligns too: every vectorised access is aligned. */
  private static final int ALIGNMENT = 64;

  private final CudaSettings settings;
  private final CudaContext context;
  private final KernelCompiler compiler;
  private final BlasHandle blas;
  private final KernelFactory kernels;

  /**
   * Opens the backend. The libraries must have been loaded: see the provider.
   *
   * @throws io.deltarule.cuda.driver.CudaException if the driver, NVRTC or cuBLAS refuses; nothing
   *     is left behind
   */
  CudaBackend(CudaSettings settings, Kernels kernels) {
    this.settings = settings;
    context = new CudaContext(settings.device(), settings.sync());
    KernelCompiler openCompiler = null;
    BlasHandle openBlas = null;
    try {
      openCompiler = new KernelCompiler(context, new KernelCache(settings.cache()));
      openBlas = new BlasHandle(context, settings.precision());
      this.kernels = kernels.create(context, openCompiler, new BlasMatMul(context, openBlas));
    } catch (RuntimeException e) {
      close(openBlas, openCompiler, context);
      throw e;
    }
    compiler = openCompiler;
    blas = openBlas;
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String description() {
    return context.device().describe()
        + ", "
        + settings.precision().setting()
        + " products, "
        + (settings.graph() ? "steps replayed as graphs" : "steps run kernel by kernel");
  }

  @Override
  public DType storage(DType dtype) {
    return dtype.isFloating() ? DType.FLOAT32 : dtype;
  }

  @Override
  public PlanOptions planOptions() {
    PlanOptions standard = PlanOptions.standard();
    return new PlanOptions(
        ALIGNMENT, standard.guard(), standard.reuse(), standard.maxRegionElements());
  }

  @Override
  public OptionalLong freeBytes() {
    return OptionalLong.of(context.freeBytes());
  }

  @Override
  public Memory allocate(DType dtype, long elements) {
    return context.allocate(storage(dtype), elements);
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  /** The first run calls the kernels, the second captures them, all others replay them. */
  @Override
  public Kernel sequence(List<Kernel> order) {
    return new CapturedStep(context, order, settings.graph());
  }

  /** The context, for tests and tools. */
  CudaContext context() {
    return context;
  }

  /** Waits for what is enqueued and frees everything, also after a failure. */
  @Override
  public void close() {
    if (kernels instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.warn("cuda: closing the kernels: {}", e.getMessage());
      }
    }
    close(blas, compiler, context);
  }

  private static void close(BlasHandle blas, KernelCompiler compiler, CudaContext context) {
    if (blas != null) {
      blas.close();
    }
    if (compiler != null) {
      compiler.close();
    }
    context.close();
  }
}
