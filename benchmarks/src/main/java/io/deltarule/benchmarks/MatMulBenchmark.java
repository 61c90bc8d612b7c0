package io.deltarule.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The CPU backend's matrix product: cubes, and the products of mnist-mlp's training step at batch
 * 128 (first layer forward, its weights' gradient, second layer's input gradient). The counter
 * {@code gflops} is GFLOP/s.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class MatMulBenchmark {
  /** A product, compiled for a number of threads. */
  @State(Scope.Benchmark)
  public static class Product {
    @Param({
      "384x384x384",
      "768x768x768",
      "1536x1536x1536",
      "128x256x784:nt",
      "256x784x128:tn",
      "128x256x128:nn"
    })
    public String shape;

    @Param({"1", "2"})
    public int threads;

    private CompiledProduct compiled;
    private double gigaflops;

    @Setup
    public void compile() {
      ProductShape parsed = ProductShape.parse(shape);
      gigaflops = parsed.flops() / 1e9;
      compiled = new CompiledProduct(parsed, threads);
    }

    @TearDown
    public void close() {
      compiled.close();
    }
  }

  /** Counts arithmetic; JMH divides it by the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public double gflops;
  }

  /** One product. */
  @Benchmark
  public void product(Product product, Work work) {
    product.compiled.run();
    work.gflops += product.gigaflops;
  }
}
