package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.MatMul;
import io.deltarule.op.Transpose;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import org.junit.jupiter.api.Test;

class TransposeFoldingTest {
  private static Computation folded(OpCase opCase) {
    Computation computation = opCase.computation();
    Computation folded = Graphs.upTo("transpose folding", computation);
    Runs.assertSame(
        "folded", Runs.run(folded, opCase.values(1)), Runs.run(computation, opCase.values(1)));
    return folded;
  }

  private static OpCase.Builder operands() {
    return OpCase.named("operands")
        .input("a", Domain.uniform(-1, 1), 4, 3)
        .input("b", Domain.uniform(-1, 1), 5, 4)
        .input("c", Domain.uniform(-1, 1), 2, 4, 5);
  }

  @Test
  void transposedOperandsBecomeFlags() {
    Computation folded =
        folded(
            operands()
                .computes(in -> in.get("a").transpose(1, 0).matmul(in.get("b").transpose(1, 0))));
    assertThat(Graphs.kernels(folded)).containsExactly(new MatMul(true, true));
  }

  @Test
  void flagsAndTransposesCancel() {
    Computation folded =
        folded(
            operands()
                .computes(
                    in -> {
                      Value transposed = in.get("a").transpose(1, 0);
                      return transposed.matmul(in.get("a").transpose(1, 0), false, true);
                    }));
    assertThat(Graphs.kernels(folded)).containsExactly(new MatMul(true, false));
  }

  @Test
  void transposedProductsExchangeTheirOperands() {
    Computation folded =
        folded(
            operands().computes(in -> in.get("a").matmul(in.get("b"), true, true).transpose(1, 0)));
    assertThat(Graphs.kernels(folded)).containsExactly(new MatMul(false, false));
  }

  @Test
  void productsThatAreAlsoNeededAsTheyAreAreNotComputedTwice() {
    Computation folded =
        folded(
            operands()
                .computes(
                    in -> {
                      Value product = in.get("b").matmul(in.get("a"));
                      return product.transpose(1, 0).matmul(product.exp());
                    }));
    assertThat(Graphs.kernels(folded, MatMul.class)).hasSize(2);
    assertThat(Graphs.kernels(folded, Transpose.class)).isEmpty();
  }

  @Test
  void batchesAreSeenThroughReshapesAndBroadcasts() {
    Computation folded =
        folded(
            operands()
                .computes(
                    in -> {
                      Value a = in.get("a").transpose(1, 0).reshape(1, 3, 4);
                      Value repeated = a.graph().apply(new Broadcast(Shape.of(2, 3, 4)), a);
                      return repeated.matmul(in.get("c").transpose(0, 2, 1), false, true);
                    }));
    assertThat(Graphs.kernels(folded)).containsExactly(new MatMul(true, false));
  }

  @Test
  void broadcastsThatGiveTheProductItsShapeStay() {
    Graph graph = new Graph();
    Value a = graph.placeholder("a", TensorType.float32(2, 2)).broadcastTo(Shape.of(3, 2, 2));
    Computation folded = Graphs.upTo("transpose folding", Graphs.outputs(a.matmul(a)));
    assertThat(folded.outputs().get("y0").shape()).isEqualTo(Shape.of(3, 2, 2));
  }

  @Test
  void transposesOfOtherAxesStay() {
    Computation folded =
        folded(operands().computes(in -> in.get("c").transpose(1, 0, 2).matmul(in.get("b"))));
    assertThat(Graphs.kernels(folded, Transpose.class)).hasSize(1);
  }
}
