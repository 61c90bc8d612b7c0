package io.deltarule.backend;

/**
 * One thing that a backend needs, and whether it was found.
 *
 * @param name what was looked at
 * @param passed whether it is as it should be
 * @param required whether the backend cannot run without it
 * @param found what was found
 * @param remedy what to do if it failed; empty if it passed
 */
public record Check(String name, boolean passed, boolean required, String found, String remedy) {
  /** A check that passed. */
  public static Check passed(String name, String found) {
    return new Check(name, true, true, found, "");
  }

  /** A check that failed, without which the backend cannot run. */
  public static Check failed(String name, String found, String remedy) {
    return new Check(name, false, true, found, remedy);
  }

  /** A check that failed, without which the backend runs, but slower or with less. */
  public static Check degraded(String name, String found, String remedy) {
    return new Check(name, false, false, found, remedy);
  }

  /** True if the backend cannot run. */
  public boolean isFatal() {
    return required && !passed;
  }

  @Override
  public String toString() {
    return (passed ? "ok    " : required ? "FAILED" : "slower")
        + " "
        + name
        + ": "
        + found
        + (remedy.isEmpty() ? "" : " - " + remedy);
  }
}
