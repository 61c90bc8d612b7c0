package io.deltarule.benchmarks.suite;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deltarule.benchmarks.ceiling.Ceiling;
import io.deltarule.benchmarks.measure.Contestant;
import io.deltarule.benchmarks.measure.Median;
import io.deltarule.benchmarks.measure.StepFigures;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What all rounds together say of an engine on a workload; null where it can't be told. Of several
 * rounds it is the median, where nothing else is said.
 *
 * @param engine how tables and plots call the engine
 * @param version the engine with its version, as it names itself
 * @param medianMillis the median over the rounds of a step's median time
 * @param lowestMillis the lowest of those medians
 * @param highestMillis the highest of those medians
 * @param minMillis the shortest step of all
 * @param steps how many steps counted, in all rounds together
 * @param gigaflops 10^9 floating-point operations a second, by the plan
 * @param arithmeticShare the part of the machine's multiply-add ceiling that this is
 * @param copyShare the part of the machine's copy ceiling that the plan's compulsory bytes take;
 *     above 1 where caches hold what is copied
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
    String engine,
    String version,
    String workload,
    int batch,
    int threads,
    long parameters,
    double medianMillis,
    double lowestMillis,
    double highestMillis,
    double minMillis,
    int steps,
    double samplesPerSecond,
    Double gigaflops,
    Double arithmeticShare,
    Double copyShare,
    Double allocatedBytesPerStep,
    Long peakMemoryBytes,
    double firstStepSeconds,
    Double steadySeconds) {

  /**
   * Puts samples together.
   *
   * @param ceiling the machine's ceiling on these threads; null if it doesn't apply
   */
  static Result of(String engine, List<Contestant.Sample> samples, Ceiling ceiling) {
    StepFigures first = samples.get(0).figures();
    List<Double> medians = samples.stream().map(sample -> sample.figures().medianMillis()).toList();
    double seconds = Median.of(medians) / 1e3;
    Double gigaflops = first.flops() == null ? null : first.flops() / seconds / 1e9;
    Double gigabytes = first.bytes() == null ? null : first.bytes() / seconds / 1e9;
    Double memory =
        median(samples, f -> f.peakMemoryBytes() == null ? null : (double) f.peakMemoryBytes());
    return new Result(
        engine,
        first.engine(),
        first.workload(),
        first.batch(),
        first.threads(),
        first.parameters(),
        seconds * 1e3,
        medians.stream().min(Double::compare).orElseThrow(),
        medians.stream().max(Double::compare).orElseThrow(),
        samples.stream().mapToDouble(s -> s.figures().minMillis()).min().orElseThrow(),
        samples.stream().mapToInt(s -> s.figures().steps()).sum(),
        first.batch() / seconds,
        gigaflops,
        gigaflops == null || ceiling == null ? null : gigaflops / ceiling.gigaflops(),
        gigabytes == null || ceiling == null ? null : gigabytes / ceiling.copyGigabytes(),
        median(samples, StepFigures::allocatedBytesPerStep),
        memory == null ? null : memory.longValue(),
        Median.of(samples.stream().map(Contestant.Sample::firstStepSeconds).toList()),
        median(samples, StepFigures::steadySeconds));
  }

  /** The median of what is known; null if a sample doesn't know it. */
  private static Double median(
      List<Contestant.Sample> samples, Function<StepFigures, Double> figure) {
    List<Double> known =
        samples.stream().map(s -> figure.apply(s.figures())).filter(Objects::nonNull).toList();
    return known.size() < samples.size() ? null : Double.valueOf(Median.of(known));
  }
}
