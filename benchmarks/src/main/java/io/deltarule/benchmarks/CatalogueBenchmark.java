package io.deltarule.benchmarks;

import io.deltarule.parity.OpCase;
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
 * One run of an operation case of engine-parity, by its name. {@link CatalogueRun} fills in names;
 * the counters {@code gflops} and {@code gbytes} are GFLOP/s and GB/s, by the case's own count of
 * arithmetic and compulsory bytes.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class CatalogueBenchmark {
  /** A case, compiled for a backend and a number of threads. */
  @State(Scope.Benchmark)
  public static class Case {
    @Param("matmul 65 x 64 x 64, A transposed, B transposed")
    public String name;

    @Param("cpu")
    public String backend;

    @Param("1")
    public int threads;

    private CompiledCase compiled;
    private double gigaflops;
    private double gigabytes;

    @Setup
    public void compile() {
      OpCase opCase = CaseSelection.named(name);
      gigaflops = opCase.flops() / 1e9;
      gigabytes = opCase.bytes() / 1e9;
      compiled = new CompiledCase(opCase, backend, threads);
    }

    @TearDown
    public void close() {
      compiled.close();
    }
  }

  /** Counts arithmetic and bytes; JMH divides them by the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public double gflops;
    public double gbytes;
  }

  /** One run. */
  @Benchmark
  public void run(Case opCase, Work work) {
    opCase.compiled.run();
    work.gflops += opCase.gigaflops;
    work.gbytes += opCase.gigabytes;
  }
}
