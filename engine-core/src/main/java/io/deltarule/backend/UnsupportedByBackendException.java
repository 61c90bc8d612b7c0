package io.deltarule.backend;

/**
 * A backend says that it does not offer an operation, or not for such operands. Thrown by the
 * methods of its {@link KernelFactory} when a computation is loaded, never by a kernel that runs.
 * The parity suite counts it and prints it; anything else that a factory throws is a failure.
 */
public final class UnsupportedByBackendException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  private final String backend;
  private final String operation;
  private final String reason;

  /**
   * Says what is missing.
   *
   * @param backend the backend's {@link Backend#name name}
   * @param operation the operation's {@link io.deltarule.op.Op#name name}, such as {@code matmul}
   * @param reason why, or for which operands, and what to use instead
   */
  public UnsupportedByBackendException(String backend, String operation, String reason) {
    super("backend '" + backend + "' does not support " + operation + ": " + reason);
    this.backend = backend;
    this.operation = operation;
    this.reason = reason;
  }

  public String backend() {
    return backend;
  }

  public String operation() {
    return operation;
  }

  public String reason() {
    return reason;
  }
}
