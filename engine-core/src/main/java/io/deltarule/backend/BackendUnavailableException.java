package io.deltarule.backend;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A backend that was asked for cannot run here; the message lists each failed check and its remedy.
 */
public final class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Check> checks;

  public BackendUnavailableException(String backend, List<Check> checks) {
    super(
        "backend '"
            + backend
            + "' cannot run here:\n"
            + checks.stream()
                .filter(Check::isFatal)
                .map(check -> "  " + check.name() + ": " + check.found() + "; " + check.remedy())
                .collect(Collectors.joining("\n")));
    this.checks = List.copyOf(checks);
  }

  /** All checks, failed and passed. */
  public List<Check> checks() {
    return checks;
  }
}
