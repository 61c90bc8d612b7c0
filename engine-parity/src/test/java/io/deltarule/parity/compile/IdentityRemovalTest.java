package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Concat;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reshape;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityRemovalTest {
  private final Graph graph = new Graph();
  private final Value x = graph.placeholder("x", TensorType.float32(2, 3, 4));

  private static Computation removed(Value... values) {
    return Graphs.upTo("identity removal", Graphs.outputs(values));
  }

  @Test
  void marksForDifferentiationDisappear() {
    Value marked = CustomGradient.of(x.stopGradient(), List.of(x), (in, y, dy) -> List.of(dy));
    Computation computation = removed(marked);
    assertThat(computation.liveNodes()).hasSize(1);
    assertThat(computation.outputs().get("y0")).isEqualTo(computation.placeholders().get("x"));
  }

  @Test
  void layoutOperationsThatChangeNothingDisappear() {
    Value y = graph.apply(new Broadcast(x.shape()), x);
    y = y.transpose(0, 1, 2).slice(1, 0, 3).pad(2, 0, 0);
    y = graph.apply(new Reshape(x.shape()), Concat.of(0, List.of(y)));
    assertThat(removed(y).liveNodes()).hasSize(1);
  }

  @Test
  void reshapesThereAndBackDisappear() {
    assertThat(removed(x.reshape(6, 4).reshape(24).reshape(2, 3, 4)).liveNodes()).hasSize(1);
  }

  @Test
  void chainsOfReshapesBecomeOne() {
    Computation computation = removed(x.reshape(6, 4).reshape(24).reshape(8, 3));
    assertThat(computation.liveNodes()).hasSize(2);
    assertThat(computation.outputs().get("y0").node().op()).isEqualTo(new Reshape(Shape.of(8, 3)));
  }

  @Test
  void consecutiveTransposesBecomeOne() {
    Computation computation = removed(x.transpose(1, 2, 0).transpose(0, 2, 1));
    assertThat(Graphs.kernels(computation)).containsExactly(Transpose.of(1, 0, 2));
    assertThat(removed(x.transpose(1, 2, 0).transpose(2, 0, 1)).liveNodes()).hasSize(1);
  }

  @Test
  void whatMovesNoElementBecomesAView() {
    Value row = graph.placeholder("row", TensorType.float32(1, 5));
    Computation computation =
        removed(
            row.transpose(1, 0),
            row.broadcastTo(Shape.of(1, 1, 5)),
            row.reduce(Reduce.Kind.MEAN, false, 0));
    assertThat(Graphs.kernels(computation)).isEmpty();
  }

  @Test
  void transposesThatMoveElementsStay() {
    assertThat(Graphs.kernels(removed(x.transpose(0, 2, 1)))).hasSize(1);
  }
}
