package io.deltarule.benchmarks.suite;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deltarule.benchmarks.measure.Contestant;
import io.deltarule.benchmarks.measure.Median;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much faster this engine is than a peer on a workload, both measured in turns, round by round.
 *
 * @param workload the workload's name
 * @param peer the peer
 * @param ratio the peer's median time over this engine's; above 1 this engine is faster
 * @param lowest the lowest ratio of a single round
 * @param highest the highest ratio of a single round
 * @param memoryRatio the peer's peak memory over this engine's; above 1 this engine takes less;
 *     null if one is unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ratio(
    String workload, String peer, double ratio, double lowest, double highest, Double memoryRatio) {
  /**
   * The part by which the numbers of parameters of the same model may differ: an LSTM's two biases,
   * which are added, are one in some engines.
   */
  private static final double SAME = 0.005;

  /**
   * Compares the same rounds of two engines.
   *
   * @throws IllegalArgumentException if they were not measured in the same rounds, or not on the
   *     same model, batch and number of threads
   */
  static Ratio of(String peer, List<Contestant.Sample> ours, List<Contestant.Sample> theirs) {
    Result our = Result.of("Deltarule", ours, null);
    Result their = Result.of(peer, theirs, null);
    require(our, their, ours.size() == theirs.size(), "rounds", ours.size(), theirs.size());
    require(
        our,
        their,
        Math.abs(our.parameters() - their.parameters()) <= SAME * our.parameters(),
        "parameters",
        our.parameters(),
        their.parameters());
    require(our, their, our.batch() == their.batch(), "batch", our.batch(), their.batch());
    require(
        our, their, our.threads() == their.threads(), "threads", our.threads(), their.threads());
    double[] rounds =
        IntStream.range(0, ours.size())
            .mapToDouble(
                i -> theirs.get(i).figures().medianMillis() / ours.get(i).figures().medianMillis())
            .toArray();
    Double memoryRatio =
        our.peakMemoryBytes() == null || their.peakMemoryBytes() == null
            ? null
            : Double.valueOf((double) their.peakMemoryBytes() / our.peakMemoryBytes());
    return new Ratio(
        our.workload(),
        peer,
        Median.of(theirs.stream().map(s -> s.figures().medianMillis()).toList())
            / Median.of(ours.stream().map(s -> s.figures().medianMillis()).toList()),
        IntStream.range(0, rounds.length).mapToDouble(i -> rounds[i]).min().orElseThrow(),
        IntStream.range(0, rounds.length).mapToDouble(i -> rounds[i]).max().orElseThrow(),
        memoryRatio);
  }

  private static void require(
      Result our, Result their, boolean same, String what, long ours, long theirs) {
    if (!same) {
      throw new IllegalArgumentException(
          our.workload()
              + ": "
              + their.engine()
              + " must have the same "
              + what
              + " as this engine to be compared, but has "
              + theirs
              + " where this engine has "
              + ours);
    }
  }
}
