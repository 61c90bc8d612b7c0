package io.deltarule.benchmarks;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The options of {@link Measure} and {@link Compare}.
 *
 * @param threads threads of one measurement
 * @param warmup seconds before counting, for each workload
 * @param seconds seconds of counting, for each workload
 * @param rounds how often {@link Compare} goes around
 * @param python the Python that has PyTorch
 * @param workloads what to measure
 */
record Options(
    int threads, double warmup, double seconds, int rounds, String python, List<String> workloads) {
  /**
   * Reads options; whatever is no option is a workload.
   *
   * @throws IllegalArgumentException if an option is unknown or its value is missing or no number
   */
  static Options parse(List<String> arguments) {
    int threads = 1;
    double warmup = 3;
    double seconds = 1;
    int rounds = 5;
    String python = "python3";
    List<String> workloads = new ArrayList<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String name = rest.next();
      switch (name) {
        case "--threads" -> threads = (int) number(name, rest);
        case "--warmup" -> warmup = number(name, rest);
        case "--seconds" -> seconds = number(name, rest);
        case "--rounds" -> rounds = (int) number(name, rest);
        case "--python" -> python = value(name, rest);
        default -> {
          if (name.startsWith("-")) {
            throw new IllegalArgumentException(
                "unknown option "
                    + name
                    + "; there are --threads, --warmup, --seconds, --rounds and --python");
          }
          workloads.add(name);
        }
      }
    }
    return new Options(
        threads,
        warmup,
        seconds,
        rounds,
        python,
        workloads.isEmpty() ? Workload.STANDARD : List.copyOf(workloads));
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return rest.next();
  }

  private static double number(String name, Iterator<String> rest) {
    String text = value(name, rest);
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && number < 1e6) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(name + " must be a number above 0, got '" + text + "'");
  }
}
