package io.deltarule.benchmarks.suite.report;

import java.util.Locale;

/** Numbers as people read them; a null is {@link #UNKNOWN}. */
final class Quantities {
  static final String UNKNOWN = "-";

  private Quantities() {}

  /** Milliseconds, to three digits or more. */
  static String millis(double millis) {
    int decimals = millis < 10 ? 3 : millis < 100 ? 2 : 1;
    return decimal(millis, decimals);
  }

  /** From one number of milliseconds to another. */
  static String range(double lowest, double highest) {
    return millis(lowest) + "-" + millis(highest);
  }

  static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** So many a second: without decimals where there are a hundred or more. */
  static String rate(double value) {
    return decimal(value, value < 10 ? 2 : value < 100 ? 1 : 0);
  }

  static String decimal(Double value, int decimals) {
    return value == null ? UNKNOWN : String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  static String percent(Double share) {
    return share == null ? UNKNOWN : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  static String mebibytes(Long bytes) {
    return bytes == null ? UNKNOWN : String.format(Locale.ROOT, "%,d", bytes >> 20);
  }
}
