package io.deltarule.benchmarks.rates;

import io.deltarule.benchmarks.allocation.AllocatedBytes;
import io.deltarule.benchmarks.cases.BenchmarkCase;
import io.deltarule.benchmarks.cases.CaseSelection;
import io.deltarule.benchmarks.cases.CompiledCase;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * One run of a case, by its name. {@link CaseRun} fills in names. The counters {@code gflops} and
 * {@code gbytes} are GFLOP/s and GB/s, by the case's own count of arithmetic and compulsory bytes.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class CaseBenchmark {
  /** How many runs are looked at together for what they allocate. */
  private static final int RUNS = 4;

  /** A case, compiled for a backend and a number of threads. */
  @State(Scope.Benchmark)
  public static class Case {
    @Param("matmul:384x384x384")
    public String name;

    @Param("cpu")
    public String backend;

    @Param({"1", "2"})
    public int threads;

    /** Seconds to run at most, before JMH's own warm-up, until a run allocates nothing. */
    @Param("20")
    public double settle;

    private CompiledCase compiled;
    private double gigaflops;
    private double gigabytes;

    @Setup
    public void compile() {
      BenchmarkCase chosen = CaseSelection.named(name);
      gigaflops = chosen.flops() / 1e9;
      gigabytes = chosen.bytes() / 1e9;
      compiled = new CompiledCase(chosen, backend, threads);
      settle();
    }

    /**
     * Until the JIT's second compiler has every kernel, vectors are objects, and a run takes up to
     * a hundred times as long. Small kernels and busy machines let that take longer than any fixed
     * warm-up; what still allocates after the time does so for another reason.
     */
    private void settle() {
      long end = System.nanoTime() + (long) (settle * 1e9);
      while (System.nanoTime() < end && AllocatedBytes.perRun(compiled::run, RUNS) > 0) {
        // The runs are the point.
      }
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

  /** Counts what a run allocates on all threads, after each iteration and apart from JMH's own. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Allocation {
    public double allocated;

    /** Runs the case a few times more. */
    @TearDown(Level.Iteration)
    public void count(Case opCase) {
      allocated = AllocatedBytes.perRun(opCase.compiled::run, RUNS);
    }
  }

  /** One run. */
  @Benchmark
  public void run(Case opCase, Work work, Allocation allocation) {
    opCase.compiled.run();
    work.gflops += opCase.gigaflops;
    work.gbytes += opCase.gigabytes;
  }
}
