package io.deltarule.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * One measured figure, which crosses processes as a line: {@code workload<TAB>value<TAB>unit}.
 *
 * @param workload what ran, such as {@code matmul:384x384x384}
 * @param value how fast; more is better
 * @param unit what the value counts a second
 */
record Figure(String workload, double value, String unit) {
  String toLine() {
    return String.format(Locale.ROOT, "%s\t%.4f\t%s", workload, value, unit);
  }

  /** Reads a line; empty if it is something else, such as a warning. */
  static Optional<Figure> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 3) {
      return Optional.empty();
    }
    try {
      double value = Double.parseDouble(fields[1]);
      return value > 0 ? Optional.of(new Figure(fields[0], value, fields[2])) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
