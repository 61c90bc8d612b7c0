package io.deltarule.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private final Graph graph = new Graph();

  private Value value(int... dims) {
    return graph.placeholder("x" + graph.nodes().size(), TensorType.float32(dims));
  }

  @Test
  void groupsOfHeadsShareKeysAndValues() {
    Value y = new Attention(false, 1).of(value(2, 6, 5, 3), value(2, 3, 7, 3), value(2, 3, 7, 4));
    assertThat(y.shape().dims()).containsExactly(2, 6, 5, 4);
    assertThat(y.node().output(1).shape().dims()).containsExactly(2, 6, 5);
  }

  @Test
  void headsThatTheGroupsDoNotDivideAreRefused() {
    assertThatThrownBy(
            () ->
                new Attention(false, 1).of(value(1, 4, 2, 3), value(1, 3, 2, 3), value(1, 3, 2, 3)))
        .hasMessageContaining("must divide")
        .hasMessageContaining("choose a number of key heads that divides 4");
  }

  @Test
  void keysOfAnotherWidthAreRefused() {
    assertThatThrownBy(
            () ->
                new Attention(false, 1).of(value(1, 2, 2, 3), value(1, 2, 2, 4), value(1, 2, 2, 3)))
        .hasMessageContaining("[1, 2, 2, 4]")
        .hasMessageContaining("queries must be [B, H, T, D]");
  }

  @Test
  void aBiasThatDoesNotBroadcastIsRefused() {
    Value q = value(1, 2, 3, 4);
    assertThatThrownBy(() -> new Attention(false, 1).of(q, q, q, value(1, 3)))
        .hasMessageContaining("four dimensions")
        .hasMessageContaining("[B, 1, 1, S]");
  }

  @Test
  void aScaleThatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> new Attention(true, Double.NaN)).hasMessageContaining("1 / sqrt");
  }

  @Test
  void secondDerivativesAreRefusedWithTheRemedy() {
    Value q = value(1, 1, 3, 2);
    Value y = new Attention(false, 1).of(q, value(1, 1, 4, 2), value(1, 1, 4, 2));
    Value dq = ReverseMode.gradients(y.sum(), List.of(q)).get(0);
    assertThatThrownBy(() -> ReverseMode.gradients(dq.sum(), List.of(q)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("attention has first derivatives only")
        .hasMessageContaining("compose it");
  }

  @Test
  void aCausalMaskLeavesOutWhatIsNotComputed() {
    List<TensorType> square = types(5, 5);
    assertThat(Attention.pairs(false, square)).isEqualTo(25);
    assertThat(Attention.pairs(true, square)).isEqualTo(15);
    assertThat(Attention.pairs(true, types(5, 3))).isEqualTo(1 + 2 + 3 + 3 + 3);
    assertThat(Attention.pairs(true, types(3, 5))).isEqualTo(1 + 2 + 3);
  }

  private static List<TensorType> types(int queries, int keys) {
    return List.of(
        TensorType.float32(1, 1, queries, 2),
        TensorType.float32(1, 1, keys, 2),
        TensorType.float32(1, 1, keys, 2));
  }
}
