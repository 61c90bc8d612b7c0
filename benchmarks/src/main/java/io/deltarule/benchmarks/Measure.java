package io.deltarule.benchmarks;

import java.util.List;

/** Measures workloads on this JVM and prints a {@link Figure} line for each. */
public final class Measure {
  private Measure() {}

  /** Takes {@code --threads N --warmup SECONDS --seconds SECONDS [workload...]}. */
  public static void main(String[] arguments) {
    Options options = Options.parse(List.of(arguments));
    MedianTime time = new MedianTime(options.warmup(), options.seconds());
    for (String workload : options.workloads()) {
      System.out.println(Workload.measure(workload, options.threads(), time).toLine());
    }
  }
}
