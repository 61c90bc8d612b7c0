package io.deltarule.benchmarks.rates;

import io.deltarule.benchmarks.cases.CaseSelection;
import io.deltarule.benchmarks.ceiling.CopyProbe;
import io.deltarule.benchmarks.ceiling.FmaProbe;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Measures the machine's ceiling after every iteration of {@link CaseBenchmark}, in the same
 * process, on as many threads, with copies in as much memory as the case works on: what disturbs
 * the case disturbs the ceiling. The best of all iterations counts.
 */
public final class CeilingProfiler implements InternalProfiler {
  /** The label of the ceiling of arithmetic, in GFLOP/s. */
  static final String GIGAFLOPS = "ceiling.gflops";

  /** The label of the ceiling of copies, in GB/s. */
  static final String GIGABYTES = "ceiling.gbytes";

  /** A copy of less would be the cost of a call; this fits every first-level cache. */
  static final long LEAST_BYTES = 16 << 10;

  private static final double SECONDS = 0.2;

  private FmaProbe probe;

  /** For JMH, which makes one. */
  public CeilingProfiler() {}

  @Override
  public String getDescription() {
    return "the machine's ceiling: fused multiply-adds and copies on the case's threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (iteration.getType() == IterationType.WARMUP || !isOfThisProcessor(benchmark)) {
      return List.of();
    }
    int threads = Integer.parseInt(benchmark.getParam("threads"));
    long footprint = CaseSelection.named(benchmark.getParam("name")).footprint();
    if (probe == null) {
      probe = FmaProbe.create();
    }
    return List.of(
        best(GIGAFLOPS, () -> probe.gigaflops(threads, SECONDS)),
        best(
            GIGABYTES,
            () -> CopyProbe.gigabytes(Math.max(LEAST_BYTES, footprint), threads, SECONDS)));
  }

  /** Only the processor's own backends are held against the processor. */
  private static boolean isOfThisProcessor(BenchmarkParams benchmark) {
    return List.of("cpu", "reference").contains(benchmark.getParam("backend"));
  }

  private static ScalarResult best(String label, Supplier<Double> rate) {
    return new ScalarResult(label, rate.get(), "10^9/s", AggregationPolicy.MAX);
  }
}
