package io.deltarule.benchmarks.ceiling;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Prints this machine's ceiling, and how fast it copies by the size of what is copied. */
public final class CeilingReport {
  private static final long SMALLEST = 16 << 10;

  private CeilingReport() {}

  /** Takes numbers of threads; without arguments one, and one for each processor. */
  public static void main(String[] arguments) {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Integer> threads =
        arguments.length == 0
            ? Stream.of(1, processors).distinct().toList()
            : Stream.of(arguments).map(Integer::valueOf).toList();
    System.out.print(of(threads, CopyProbe.BEYOND_CACHES));
  }

  /** A line for each number of threads, and a table of copies up to a size. */
  static String of(List<Integer> threads, long largest) {
    StringBuilder text = new StringBuilder();
    text.append(String.format("multiply-adds: %s%n", FmaProbe.create().form()));
    threads.forEach(count -> text.append(Ceiling.measure(count)).append(System.lineSeparator()));
    text.append(String.format("%ncopies in     "));
    threads.forEach(count -> text.append(String.format(" %9s", "on " + count)));
    text.append(String.format("   GB/s read and written, on so many threads%n"));
    LongStream.iterate(SMALLEST, bytes -> bytes <= largest, bytes -> 2 * bytes)
        .forEach(
            bytes -> {
              text.append(String.format("%10d KiB", bytes >> 10));
              threads.forEach(
                  count ->
                      text.append(
                          String.format(Locale.ROOT, " %9.1f", CopyProbe.gigabytes(bytes, count))));
              text.append(System.lineSeparator());
            });
    return text.toString();
  }
}
