package io.deltarule.benchmarks;

import io.deltarule.benchmarks.cases.BenchmarkCase;
import io.deltarule.benchmarks.cases.CompiledCase;
import java.util.List;

/**
 * Work that is measured here and in other engines under the same name: {@code matmul:SHAPE}, {@code
 * mlp-step:BATCH}, or one of {@link ComparedOperations}.
 */
final class Workload {
  private static final String MATMUL = "matmul:";
  private static final String MLP_STEP = "mlp-step:";

  /** What is compared where nothing else is said. */
  static final List<String> STANDARD =
      List.of(
          MATMUL + "384x384x384",
          MATMUL + "768x768x768",
          MATMUL + "1536x1536x1536",
          MATMUL + "128x256x784:nt",
          MATMUL + "256x784x128:tn",
          MATMUL + "128x256x128:nn",
          MLP_STEP + "128");

  private Workload() {}

  /**
   * Measures a workload on this JVM.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Figure measure(String name, int threads, MedianTime time) {
    if (name.startsWith(MATMUL)) {
      ProductShape shape = ProductShape.parse(name.substring(MATMUL.length()));
      BenchmarkCase product = shape.product();
      try (CompiledCase compiled = new CompiledCase(product, "cpu", threads)) {
        return new Figure(name, product.flops() / 1e9 / time.of(compiled::run), "GFLOP/s");
      }
    }
    if (ComparedOperations.has(name)) {
      BenchmarkCase operation = ComparedOperations.named(name);
      try (CompiledCase compiled = new CompiledCase(operation, "cpu", threads)) {
        return new Figure(name, operation.bytes() / 1e9 / time.of(compiled::run), "GB/s");
      }
    }
    if (name.matches(MLP_STEP + "[1-9]\\d{0,5}")) {
      int batch = Integer.parseInt(name.substring(MLP_STEP.length()));
      try (MlpStep step = new MlpStep(batch, threads)) {
        return new Figure(name, batch / time.of(step::run), "samples/s");
      }
    }
    throw new IllegalArgumentException(
        "workload '"
            + name
            + "' must be matmul:MxNxK or mlp-step:BATCH, such as "
            + STANDARD
            + ", or one of "
            + ComparedOperations.names());
  }
}
