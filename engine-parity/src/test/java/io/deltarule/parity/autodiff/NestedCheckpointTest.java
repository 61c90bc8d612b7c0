package io.deltarule.parity.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.autodiff.Checkpoint;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Barrier;
import io.deltarule.op.RandomFill;
import io.deltarule.parity.Domain;
import io.deltarule.parity.FiniteDifferences;
import io.deltarule.parity.OpCase;
import org.junit.jupiter.api.Test;

class NestedCheckpointTest {
  @Test
  void gradientsOfNestedSegmentsAreRight() {
    FiniteDifferences.check(
        OpCase.named("a segment in a segment")
            .input("x", Domain.uniform(-1, 1), 2, 3)
            .input("w", Domain.uniform(-1, 1), 3, 3)
            .computes(
                in -> {
                  Value x = in.get("x");
                  return Checkpoint.segment(
                      x.graph(),
                      () -> {
                        Value inner =
                            Checkpoint.segment(
                                x.graph(), () -> x.square().matmul(in.get("w")).exp());
                        return inner.matmul(in.get("w")).square();
                      });
                }),
        3);
  }

  @Test
  void randomDrawsAreRepeatedRatherThanKept() {
    OpCase opCase =
        OpCase.named("a segment that draws")
            .input("x", Domain.uniform(-1, 1), 4)
            .integer("seed", Domain.values(1, 2), 2)
            .integer("step", Domain.values(3))
            .computes(
                in ->
                    Checkpoint.segment(
                        in.get("x").graph(),
                        () -> {
                          RandomFill draw =
                              new RandomFill(
                                  RandomFill.Distribution.NORMAL, in.get("x").shape(), 0);
                          Value drawn =
                              in.get("x").graph().apply(draw, in.get("seed"), in.get("step"));
                          return in.get("x").mul(drawn).square();
                        }));
    FiniteDifferences.check(opCase, 3);
    for (Node node : opCase.gradient().computation().liveNodes()) {
      if (node.op() instanceof RandomFill) {
        assertThat(node.inputs()).allMatch(input -> input.node().op() instanceof Barrier);
      }
    }
  }
}
