package io.deltarule.cuda.blas;

import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.driver.DeviceInfo;
import io.deltarule.cuda.driver.HostMemory;
import io.deltarule.tensor.DType;
import java.util.function.Supplier;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cuBLAS handle on a context's compute stream. Its workspace is fixed, so that products can be
 * captured and give the same bits in every run (cuBLAS documentation, "Results reproducibility").
 */
public final class BlasHandle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlasHandle.class);

  /** What cuBLAS's documentation recommends for compute capability 9 and for others. */
  private static final int HOPPER_WORKSPACE_BYTES = 32 << 20;

  private static final int WORKSPACE_BYTES = 4 << 20;

  /** The emulated cuBLAS uses none; this much shows that giving one works. */
  private static final int EMULATED_WORKSPACE_BYTES = 1 << 16;

  private final CudaContext context;
  private final Precision precision;
  private final cublasHandle handle = new cublasHandle();
  private final HostMemory scalars;
  private final CudaMemory workspace;
  private final Pointer one;
  private final Pointer zero;
  private boolean closed;

  /** Creates a handle; nothing is left behind if that fails. */
  public BlasHandle(CudaContext context, Precision precision) {
    this.context = context;
    this.precision = precision;
    context.enter();
    check(JCublas2.cublasCreate(handle), "cublasCreate", () -> "device " + context.device().name());
    HostMemory host = null;
    CudaMemory device = null;
    try {
      check(
          JCublas2.cublasSetStream(handle, new cudaStream_t(context.computeStream())),
          "cublasSetStream",
          () -> "the compute stream");
      check(
          JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_DEFAULT_MATH),
          "cublasSetMathMode",
          () -> "CUBLAS_DEFAULT_MATH");
      int bytes = workspaceBytes(context.device());
      device = context.allocate(DType.FLOAT32, bytes / DType.FLOAT32.bytes());
      check(
          JCublas2.cublasSetWorkspace(handle, device.pointer(0), bytes),
          "cublasSetWorkspace",
          () -> bytes + " bytes");
      host = context.hostMemory(2 * Float.BYTES);
    } catch (RuntimeException e) {
      JCublas2.cublasDestroy(handle);
      if (device != null) {
        device.close();
      }
      throw e;
    }
    workspace = device;
    scalars = host;
    scalars.bytes().putFloat(0, 1f).putFloat(Float.BYTES, 0f);
    one = scalars.pointer();
    zero = scalars.pointer().withByteOffset(Float.BYTES);
  }

  private static int workspaceBytes(DeviceInfo device) {
    if (device.emulated()) {
      return EMULATED_WORKSPACE_BYTES;
    }
    return device.major() >= 9 ? HOPPER_WORKSPACE_BYTES : WORKSPACE_BYTES;
  }

  /** cuBLAS's version, such as {@code 12.6.4}; needs no handle. */
  public static String libraryVersion() {
    int[] part = new int[1];
    StringBuilder version = new StringBuilder();
    for (int property = 0; property < 3; property++) {
      if (JCublas2.cublasGetProperty(property, part) != cublasStatus.CUBLAS_STATUS_SUCCESS) {
        return "";
      }
      version.append(property == 0 ? "" : ".").append(part[0]);
    }
    return version.toString();
  }

  public Precision precision() {
    return precision;
  }

  cublasHandle handle() {
    return handle;
  }

  /** Where a 1.0f lies, for alpha. */
  Pointer one() {
    return one;
  }

  /** Where a 0.0f lies, for beta: what C held is not read. */
  Pointer zero() {
    return zero;
  }

  /**
   * Throws unless a call of cuBLAS succeeded.
   *
   * @param what what the call was for; only asked for when it failed
   */
  void check(int code, String call, Supplier<String> what) {
    if (code != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      // cuBLAS only says that something failed on the device; the driver knows what.
      context.requireHealthy(() -> call + " for " + what.get());
      throw BlasErrors.failure(context.device().name(), code, call, what.get());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.release(
          () -> {
            int code = JCublas2.cublasDestroy(handle);
            if (code != cublasStatus.CUBLAS_STATUS_SUCCESS && !context.status().isLost()) {
              LOG.warn("cuda: {}", BlasErrors.describe(code, "cublasDestroy"));
            }
            return 0;
          });
      workspace.close();
      context.release(
          () -> {
            scalars.close();
            return 0;
          });
    }
  }
}
