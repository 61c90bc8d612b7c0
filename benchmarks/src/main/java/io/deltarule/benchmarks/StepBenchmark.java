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
 * A training step of mnist-mlp: steps and samples a second. With {@code -prof gc} the line {@code
 * gc.alloc.rate.norm} tells the bytes that a step allocates: none.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class StepBenchmark {
  /** A step, compiled for a batch size and a number of threads. */
  @State(Scope.Benchmark)
  public static class Step {
    @Param({"128"})
    public int batch;

    @Param({"1", "2"})
    public int threads;

    private MlpStep compiled;

    @Setup
    public void compile() {
      compiled = new MlpStep(batch, threads);
    }

    @TearDown
    public void close() {
      compiled.close();
    }
  }

  /** Counts samples; JMH divides them by the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public long samples;
  }

  /** One step. */
  @Benchmark
  public float step(Step step, Work work) {
    work.samples += step.batch;
    return step.compiled.run();
  }
}
