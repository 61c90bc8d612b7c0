package io.deltarule.cuda.nvrtc;

/** NVRTC refused a source; the message has its log and the lines that the log names. */
public final class CompilationException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public CompilationException(String message) {
    super(message);
  }
}
