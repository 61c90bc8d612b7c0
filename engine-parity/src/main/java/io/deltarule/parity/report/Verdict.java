package io.deltarule.parity.report;

/**
 * What became of one check.
 *
 * @param family the family of the case
 * @param operation the operation of the case
 * @param caseName the name of the case
 * @param mode what was looked at
 * @param status what became of it
 * @param worst the largest error over its bound, 0 to 1; NaN unless it passed
 * @param reason why it failed or is not supported; empty if it passed
 */
public record Verdict(
    String family,
    String operation,
    String caseName,
    Mode mode,
    Status status,
    double worst,
    String reason) {
  /** What becomes of a check. There is no skip. */
  public enum Status {
    PASS,
    FAIL,
    UNSUPPORTED
  }
}
