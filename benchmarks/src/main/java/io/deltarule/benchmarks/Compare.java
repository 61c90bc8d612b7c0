package io.deltarule.benchmarks;

import io.deltarule.benchmarks.measure.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares with PyTorch: each round measures this engine and then PyTorch, each in a process of its
 * own, on one thread and on two, so that a machine that slows down slows both. Prints medians and
 * their ratio; above 1 is faster than PyTorch.
 */
public final class Compare {
  private static final int[] THREADS = {1, 2};

  private final Options options;
  private final Path peers;

  private Compare(Options options, Path peers) {
    this.options = options;
    this.peers = peers;
  }

  /**
   * Takes the folder with the peers' scripts, then {@code --rounds N --warmup SECONDS --seconds
   * SECONDS --python PYTHON [workload...]}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> all = List.of(arguments);
    if (all.isEmpty() || !Files.isDirectory(Path.of(all.get(0)))) {
      throw new IllegalArgumentException(
          "the first argument must be the folder of the peers' scripts, benchmarks/peers");
    }
    Options options = Options.parse(all.subList(1, all.size()));
    new Compare(options, Path.of(all.get(0))).run();
  }

  private void run() throws IOException, InterruptedException {
    Comparison comparison = new Comparison();
    for (int round = 1; round <= options.rounds(); round++) {
      for (int threads : THREADS) {
        System.err.printf("round %d of %d, threads %d%n", round, options.rounds(), threads);
        measure(java(), threads, "", figure -> comparison.addOurs(threads, figure));
        Consumer<Figure> theirs = figure -> comparison.addTheirs(threads, figure);
        measure(python("pytorch_matmul.py"), threads, "matmul:", theirs);
        measure(python("pytorch_mlp.py"), threads, "mlp-step:", theirs);
        measure(python("pytorch_operations.py"), threads, "op:", theirs);
      }
    }
    System.out.print(comparison.table());
  }

  private static List<String> java() {
    return ChildProcess.java(System.getProperty("java.class.path"), Measure.class.getName());
  }

  private List<String> python(String script) {
    return List.of(options.python(), peers.resolve(script).toString());
  }

  /** Runs a program on the workloads of a kind and hands on each figure that it prints. */
  private void measure(List<String> program, int threads, String kind, Consumer<Figure> to)
      throws IOException, InterruptedException {
    List<String> workloads =
        options.workloads().stream().filter(name -> name.startsWith(kind)).toList();
    if (workloads.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--threads", String.valueOf(threads)));
    command.addAll(List.of("--warmup", String.valueOf(options.warmup())));
    command.addAll(List.of("--seconds", String.valueOf(options.seconds())));
    command.addAll(workloads);
    try {
      ChildProcess.lines(command).forEach(line -> Figure.parse(line).ifPresent(to));
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + ". The Python that has PyTorch is chosen with --python", e);
    }
  }
}
