package io.deltarule.benchmarks.measure;

import java.util.List;
import java.util.Optional;

/**
 * How much heap a JVM that measures may take. Java's own limit is a quarter of the machine's
 * memory, where the largest workload doesn't fit on many machines; here it is three quarters, but
 * no more than 16 GiB beyond Java's own. It is a limit: what a workload doesn't need is not taken.
 */
final class HeapLimit {
  private static final long ENOUGH = 16L << 30;

  private HeapLimit() {}

  /**
   * The flag that sets the limit.
   *
   * @param given the flags that Java is started with anyway; one of them that sets a limit stays
   *     the only one
   * @param machineBytes the machine's memory
   * @param usualBytes Java's own limit
   */
  static Optional<String> flag(List<String> given, long machineBytes, long usualBytes) {
    long limit = Math.min(machineBytes / 4 * 3, ENOUGH);
    return limit <= usualBytes || given.stream().anyMatch(HeapLimit::sets)
        ? Optional.empty()
        : Optional.of("-Xmx" + (limit >> 20) + "m");
  }

  private static boolean sets(String flag) {
    return flag.startsWith("-Xmx")
        || flag.startsWith("-XX:MaxHeapSize")
        || flag.startsWith("-XX:MaxRAM");
  }
}
