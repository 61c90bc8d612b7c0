package io.deltarule.parity.report;

import io.deltarule.backend.UnsupportedByBackendException;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Runs checks and reports what became of them. An operation that the backend says it does not
 * support is no failure if it was declared to be unsupported, and one if it was not.
 */
public final class Judge {
  private final ParityReport report;
  private final Set<String> expectedUnsupported;

  /**
   * A judge.
   *
   * @param report where the verdicts go
   * @param expectedUnsupported the names of the operations that the backend need not support
   */
  public Judge(ParityReport report, Set<String> expectedUnsupported) {
    this.report = report;
    this.expectedUnsupported = Set.copyOf(expectedUnsupported);
  }

  /**
   * Runs a check.
   *
   * @param check gives the largest error over its bound, or throws
   * @return the verdict: pass or unsupported
   * @throws AssertionError if the check fails, gives no number from 0 to 1, or meets an unsupported
   *     operation that was not declared
   */
  public Verdict judge(
      String family, String operation, String caseName, Mode mode, DoubleSupplier check) {
    try {
      double worst = check.getAsDouble();
      if (!(worst >= 0 && worst <= 1)) {
        throw new AssertionError(
            caseName
                + ", "
                + mode
                + ": the worst error over its bound must be 0 to 1, is "
                + worst);
      }
      return add(family, operation, caseName, mode, Verdict.Status.PASS, worst, "");
    } catch (UnsupportedByBackendException e) {
      if (expectedUnsupported.contains(e.operation())) {
        return add(
            family,
            operation,
            caseName,
            mode,
            Verdict.Status.UNSUPPORTED,
            Double.NaN,
            e.getMessage());
      }
      add(family, operation, caseName, mode, Verdict.Status.FAIL, Double.NaN, e.getMessage());
      throw new AssertionError(
          caseName
              + ", "
              + mode
              + ": "
              + e.getMessage()
              + "; support it, or name it in expectedUnsupported()",
          e);
    } catch (RuntimeException | Error e) {
      add(family, operation, caseName, mode, Verdict.Status.FAIL, Double.NaN, String.valueOf(e));
      throw e;
    }
  }

  private Verdict add(
      String family,
      String operation,
      String caseName,
      Mode mode,
      Verdict.Status status,
      double worst,
      String reason) {
    Verdict verdict = new Verdict(family, operation, caseName, mode, status, worst, reason);
    report.add(verdict);
    return verdict;
  }
}
