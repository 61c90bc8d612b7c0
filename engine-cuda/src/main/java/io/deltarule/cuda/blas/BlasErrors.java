package io.deltarule.cuda.blas;

import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.cuda.driver.CudaException;
import jcuda.jcublas.cublasStatus;

/** What is known of cuBLAS's statuses, after its documentation of {@code cublasStatus_t}. */
final class BlasErrors {
  private BlasErrors() {}

  /**
   * The exception of a status that is not success.
   *
   * @param what what the call was for: sizes, shapes
   */
  static RuntimeException failure(String device, int code, String call, String what) {
    String message = device + ": " + describe(code, call) + " for " + what + remedy(code);
    return code == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED
        ? new NotEnoughMemoryException(message)
        : new CudaException(message, code, cublasStatus.stringFor(code));
  }

  /** Which call failed with which status. */
  static String describe(int code, String call) {
    return call + " failed with " + cublasStatus.stringFor(code) + " (" + code + ")";
  }

  /** What to do about a status, starting with "; ", or nothing. */
  private static String remedy(int code) {
    return switch (code) {
      case cublasStatus.CUBLAS_STATUS_NOT_INITIALIZED ->
          "; see that the driver is as new as libcublas.so.12 (nvidia-smi shows the CUDA version"
              + " that it knows)";
      case cublasStatus.CUBLAS_STATUS_ALLOC_FAILED ->
          "; use a smaller batch, or end what else uses the device's memory (nvidia-smi lists it)";
      case cublasStatus.CUBLAS_STATUS_ARCH_MISMATCH, cublasStatus.CUBLAS_STATUS_NOT_SUPPORTED ->
          "; this device or libcublas.so.12 lacks it: use fp32 products, or another device";
      case cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED ->
          "; a kernel launched before may be at fault: the setting cuda.sync=on names it";
      default -> "";
    };
  }
}
