package io.deltarule.cuda.driver;

import io.deltarule.backend.NotEnoughMemoryException;
import java.util.function.Supplier;
import jcuda.driver.CUresult;

/**
 * The one place that looks at what the driver returns. An error after which the driver answers
 * every call of the context with the same code (an illegal address, a failed launch) is kept: from
 * then on {@link #requireUsable} refuses at once, with the first failure as the cause.
 */
public final class Status {
  private final String device;
  private CudaException lost;

  /**
   * A checker.
   *
   * @param device how messages name the device
   */
  public Status(String device) {
    this.device = device;
  }

  /** Throws unless a call of the driver succeeded. */
  public void check(int code, String call) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw failure(code, call, "");
    }
  }

  /**
   * Throws unless a call of the driver succeeded.
   *
   * @param what what the call was for: kernel, shapes; only asked for when it failed
   */
  public void check(int code, String call, Supplier<String> what) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw failure(code, call, what.get());
    }
  }

  /**
   * Throws if an earlier failure has made the context unusable.
   *
   * @throws CudaException with that failure as its cause
   */
  public void requireUsable() {
    if (lost != null) {
      throw new CudaException(
          device
              + " can no longer be used by this engine since "
              + lost.codeName()
              + "; close the engine and open another one (the first failure is the cause below)",
          lost);
    }
  }

  /** True once a failure has made the context unusable. */
  public boolean isLost() {
    return lost != null;
  }

  private RuntimeException failure(int code, String call, String what) {
    String name = CUresult.stringFor(code);
    String message =
        device
            + ": "
            + call
            + " failed with "
            + name
            + " ("
            + code
            + ")"
            + (what.isEmpty() ? "" : " for " + what)
            + DriverErrors.remedy(code);
    if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return new NotEnoughMemoryException(message);
    }
    CudaException failure = new CudaException(message, code, name);
    if (lost == null && DriverErrors.isSticky(code)) {
      lost = failure;
    }
    return failure;
  }
}
