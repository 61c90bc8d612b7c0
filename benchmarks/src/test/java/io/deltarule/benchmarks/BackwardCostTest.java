package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackwardCostTest {
  @Test
  void aSmallNetworkIsMeasured() {
    BackwardCost.Cost cost = new BackwardCost(4, 3, 5, 4, 2).measure(new MedianTime(0.01, 0.01));
    assertThat(cost.parameters()).isEqualTo(5 * 4 + 4 * 6 + 2 * 5);
    assertThat(cost.forward() > 0 && cost.both() > 0).as("%s", cost).isTrue();
  }

  @Test
  void differencesTakeAForwardPassForEachParameterAndOneMore() {
    BackwardCost.Cost cost = new BackwardCost.Cost(9, 2, 5);
    assertThat(cost.backward()).isEqualTo(3);
    assertThat(cost.byDifferences()).isEqualTo(20);
  }
}
