package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Value;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.Op;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BagFusionTest {
  /** A function of the rows [3, 5, 4] that 3 bags of 5 indices gather from a table [7, 4]. */
  private static OpCase ofRows(UnaryOperator<Value> function) {
    return OpCase.named("of rows")
        .input("table", Domain.uniform(-1, 1), 7, 4)
        .integer("indices", Domain.integers(0, 7), 3, 5)
        .computes(in -> function.apply(in.get("table").gather(in.get("indices"))));
  }

  private static Computation fused(OpCase opCase) {
    Computation computation = opCase.computation();
    Computation fused = Graphs.upTo("bag fusion", computation);
    Runs.assertSame(
        "fused", Runs.run(fused, opCase.values(1)), Runs.run(computation, opCase.values(1)));
    return fused;
  }

  private static boolean has(Computation computation, Class<? extends Op> op) {
    return !Graphs.kernels(computation, op).isEmpty();
  }

  @Test
  void sumsAndMeansOfBagsAreGatheredWithoutTheirRows() {
    for (Kind kind : new Kind[] {Kind.SUM, Kind.MEAN}) {
      for (boolean keepDims : new boolean[] {false, true}) {
        Computation fused = fused(ofRows(rows -> rows.reduce(kind, keepDims, 1)));
        assertThat(has(fused, GatherSum.class)).isTrue();
        assertThat(has(fused, Gather.class)).isFalse();
        assertThat(has(fused, Reduce.class)).isFalse();
      }
    }
  }

  @Test
  void gradientsAreScatteredWithoutBeingBroadcast() {
    for (Kind kind : new Kind[] {Kind.SUM, Kind.MEAN}) {
      Computation fused = fused(ofRows(rows -> rows.reduce(kind, false, 1).square()).gradient());
      assertThat(has(fused, ScatterAddBags.class)).isTrue();
      assertThat(has(fused, ScatterAdd.class)).isFalse();
      assertThat(has(fused, Gather.class)).isFalse();
    }
  }

  @Test
  void otherAxesAndKindsStay() {
    assertThat(has(fused(ofRows(rows -> rows.sum(0))), GatherSum.class)).isFalse();
    assertThat(has(fused(ofRows(rows -> rows.sum(2))), GatherSum.class)).isFalse();
    assertThat(has(fused(ofRows(rows -> rows.sum(0, 1))), GatherSum.class)).isFalse();
    assertThat(has(fused(ofRows(rows -> rows.max(1))), GatherSum.class)).isFalse();
    OpCase alongColumns =
        OpCase.named("along columns")
            .input("table", Domain.uniform(-1, 1), 4, 7)
            .integer("indices", Domain.integers(0, 7), 3, 5)
            .computes(
                in -> {
                  Value table = in.get("table");
                  return table.graph().apply(new Gather(1), table, in.get("indices")).sum(2);
                });
    assertThat(has(fused(alongColumns), GatherSum.class)).isFalse();
  }

  @Test
  void updatesOfOtherBroadcastsStay() {
    OpCase acrossBags =
        OpCase.named("across bags")
            .input("updates", Domain.uniform(-1, 1), 1, 5, 4)
            .integer("indices", Domain.integers(0, 7), 3, 5)
            .computes(
                in -> {
                  Value rows = in.get("updates").broadcastTo(Shape.of(3, 5, 4));
                  return rows.scatterAdd(in.get("indices"), 7);
                });
    assertThat(has(fused(acrossBags), ScatterAddBags.class)).isFalse();
  }
}
