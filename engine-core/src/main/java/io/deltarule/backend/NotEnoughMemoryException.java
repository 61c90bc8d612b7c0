package io.deltarule.backend;

/** A backend has not the memory that is asked of it; the message has the sizes and a remedy. */
public final class NotEnoughMemoryException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public NotEnoughMemoryException(String message) {
    super(message);
  }

  public NotEnoughMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
