package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.benchmarks.measure.Contestant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void itIsOfMediansAndItsRangeOfRounds() {
    // A burst of other work in the last round slowed both.
    Ratio ratio = Ratio.of("Peer", Samples.ofMillis(1, 2, 8), Samples.ofMillis(3, 4, 10));
    assertThat(ratio.workload()).isEqualTo("mlp-small");
    assertThat(ratio.ratio()).isEqualTo(2);
    assertThat(ratio.lowest()).isEqualTo(1.25);
    assertThat(ratio.highest()).isEqualTo(3);
  }

  @Test
  void memoryIsComparedWhereItIsKnown() {
    List<Contestant.Sample> ours = Samples.ofMillis(1);
    assertThat(
            Ratio.of("Peer", ours, List.of(Samples.sample(1, 101_770, 250L << 20))).memoryRatio())
        .isEqualTo(2.5);
    assertThat(Ratio.of("Peer", ours, List.of(Samples.sample(1, 101_770, null))).memoryRatio())
        .isNull();
  }

  @Test
  void anotherModelOrAMissingRoundIsRefused() {
    List<Contestant.Sample> ours = Samples.ofMillis(1, 1);
    assertThatThrownBy(() -> Ratio.of("Peer", ours, Samples.ofMillis(1)))
        .hasMessage(
            "mlp-small: Peer must have the same rounds as this engine to be compared, but has 1"
                + " where this engine has 2");
    assertThatThrownBy(
            () -> Ratio.of("Peer", Samples.ofMillis(1), List.of(Samples.sample(1, 7, null))))
        .hasMessageContainingAll("the same parameters", "has 7 where this engine has 101770");
  }

  @Test
  void oneBiasLessOfAnLstmIsTheSameModel() {
    List<Contestant.Sample> ours = List.of(Samples.sample(1, 886_880, null));
    List<Contestant.Sample> theirs = List.of(Samples.sample(1, 884_832, null));
    assertThat(Ratio.of("Peer", ours, theirs).ratio()).isEqualTo(1);
    List<Contestant.Sample> less = List.of(Samples.sample(1, 880_000, null));
    assertThatThrownBy(() -> Ratio.of("Peer", ours, less))
        .hasMessageContaining("the same parameters");
  }
}
