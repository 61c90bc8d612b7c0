package io.deltarule.cuda.driver;

/**
 * A call of the driver, NVRTC or cuBLAS failed. The message names the call, what it was for, the
 * device, the code, and a remedy where one is known.
 */
public final class CudaException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String codeName;

  public CudaException(String message, int code, String codeName) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }

  CudaException(String message, CudaException cause) {
    super(message, cause);
    this.code = cause.code;
    this.codeName = cause.codeName;
  }

  /** The library's own number for what went wrong. */
  public int code() {
    return code;
  }

  /** The library's own name for it, such as {@code CUDA_ERROR_ILLEGAL_ADDRESS}. */
  public String codeName() {
    return codeName;
  }
}
