package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.autodiff.Checkpoint;
import io.deltarule.autodiff.ReverseMode;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointwiseFusionTest {
  private static OpCase.Builder inputs() {
    return OpCase.named("fusion")
        .input("x", Domain.uniform(0.5, 2), 4, 6)
        .input("y", Domain.uniform(0.5, 2), 4, 6)
        .input("row", Domain.uniform(0.5, 2), 6)
        .input("w", Domain.uniform(-1, 1), 6, 6)
        .input("s", Domain.uniform(0.5, 2))
        .input("cube", Domain.uniform(0.5, 2), 2, 2, 6)
        .input("empty", Domain.uniform(0, 1), 0, 6)
        .integer("i", Domain.integers(-9, 9), 4, 6);
  }

  private static Computation fused(OpCase opCase) {
    Computation computation = opCase.computation();
    Computation fused = Graphs.upTo("pointwise fusion", computation);
    Runs.assertSame(
        "fused", Runs.run(fused, opCase.values(1)), Runs.run(computation, opCase.values(1)));
    return fused;
  }

  private static List<Pointwise> kernels(OpCase opCase) {
    return Graphs.kernels(fused(opCase), Pointwise.class);
  }

  @Test
  void chainsBecomeOneKernel() {
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in -> in.get("x").add(in.get("row")).exp().mul(in.get("s")).square())))
        .hasSize(1);
  }

  @Test
  void valuesThatOthersNeedBecomeOutputs() {
    List<Pointwise> kernels =
        kernels(
            inputs()
                .computesAll(
                    in -> {
                      Value z = in.get("x").add(in.get("row"));
                      return List.of(z.exp(), z.matmul(in.get("w")), z);
                    }));
    assertThat(kernels).hasSize(1);
    assertThat(kernels.get(0).expressions()).hasSize(2);
  }

  @Test
  void kernelsThatReadTheSameTensorJoin() {
    List<Pointwise> kernels =
        kernels(
            inputs()
                .computesAll(
                    in ->
                        List.of(
                            in.get("x").square(),
                            in.get("y").exp(),
                            in.get("x").mul(in.get("y")))));
    assertThat(kernels).hasSize(1);
    assertThat(kernels.get(0).expressions()).hasSize(3);
  }

  @Test
  void kernelsThatShareOnlyASmallInputStayApart() {
    assertThat(
            kernels(
                inputs()
                    .computesAll(
                        in -> List.of(in.get("x").mul(in.get("s")), in.get("y").mul(in.get("s"))))))
        .hasSize(2);
  }

  @Test
  void smallOperationsAreNotRepeatedForEveryElement() {
    List<Pointwise> kernels =
        kernels(
            inputs()
                .computes(
                    in -> {
                      Value factor = in.get("s").exp().add(1).div(in.get("s").log());
                      return in.get("x").mul(factor).add(in.get("row").exp());
                    }));
    assertThat(kernels).hasSize(3);
    assertThat(kernels.get(2).expressions().get(0).toString()).isEqualTo("((x0 * x1) + x2)");
  }

  @Test
  void scalarsJoinWhateverTheyAreComputedFrom() {
    List<Pointwise> kernels =
        kernels(
            inputs()
                .computesAll(
                    in -> {
                      Value norm = in.get("x").square().sum().sqrt();
                      Value decay = in.get("s").neg().exp();
                      return List.of(in.get("x").div(norm), in.get("y").mul(decay));
                    }));
    // All scalars, and the two products; the squares are summed as they are made.
    assertThat(kernels).hasSize(3);
  }

  @Test
  void aKernelDoesNotWaitForItself() {
    List<Pointwise> kernels =
        kernels(
            inputs()
                .computes(
                    in -> {
                      Value h = in.get("x").exp();
                      return h.matmul(in.get("w")).add(h);
                    }));
    assertThat(kernels).hasSize(2);
  }

  @Test
  void whatIsInTheWayMovesOver() {
    assertThat(
            kernels(
                inputs()
                    .computesAll(
                        in -> {
                          Value h = in.get("x").exp();
                          Value used = h.matmul(in.get("w"));
                          Value other = in.get("y").matmul(in.get("w"));
                          return List.of(used, h.add(other));
                        })))
        .hasSize(1);
  }

  @Test
  void reshapesAreSeenThrough() {
    Computation fused =
        fused(
            inputs()
                .computes(
                    in ->
                        in.get("x")
                            .add(in.get("row"))
                            .reshape(2, 2, 6)
                            .mul(in.get("cube"))
                            .add(in.get("row"))
                            .reshape(24)
                            .exp()));
    List<Pointwise> kernels = Graphs.kernels(fused, Pointwise.class);
    assertThat(kernels).hasSize(1);
  }

  @Test
  void whatVariesOverPartOfAnAxisStaysInItsShape() {
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in -> {
                          Value part = in.get("cube").slice(1, 0, 1);
                          return in.get("cube").mul(part).reshape(24).exp();
                        })))
        .as("runs over [2, 2, 6], and the result is seen as [24]")
        .hasSize(1);
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in -> {
                          Value part = in.get("cube").slice(1, 0, 1);
                          Value column = in.get("x").slice(1, 0, 1).reshape(2, 2, 1).slice(1, 0, 1);
                          Value narrow = in.get("x").reshape(2, 12).mul(column.reshape(2, 1));
                          return in.get("cube").mul(part).reshape(24).exp().add(narrow.reshape(24));
                        })))
        .hasSize(1);
  }

  @Test
  void integersAndEmptyTensorsFuse() {
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in -> {
                          Value i = in.get("i");
                          return i.add(i).mul(i).toFloat().mul(in.get("x"));
                        })))
        .hasSize(1);
    assertThat(kernels(inputs().computes(in -> in.get("empty").exp().add(in.get("row")).square())))
        .hasSize(1);
  }

  @Test
  void kernelsStaySmallEnoughForTheJit() {
    List<Pointwise> kernels =
        kernels(
            inputs()
                .computes(
                    in -> {
                      Value x = in.get("x");
                      for (int i = 0; i < 1000; i++) {
                        x = x.mul(0.5).add(in.get("y"));
                      }
                      return x;
                    }));
    assertThat(kernels).hasSizeBetween(10, 12);
    assertThat(kernels).allMatch(k -> ExprProgram.of(k.expressions()).operationCount() <= 200);
  }

  @Test
  void kernelsHaveAtMostThirtyInputsAndOutputs() {
    OpCase.Builder builder = OpCase.named("a sum of many");
    for (int i = 0; i < 100; i++) {
      builder.input("x" + i, Domain.uniform(-1, 1), 2);
    }
    Computation fused =
        fused(
            builder.computes(
                in -> {
                  Value sum = in.get("x0");
                  for (int i = 1; i < 100; i++) {
                    sum = sum.add(in.get("x" + i));
                  }
                  return sum;
                }));
    for (Node node : fused.liveNodes()) {
      assertThat(node.inputs().size() + node.outputs().size()).isLessThanOrEqualTo(30);
    }
    assertThat(Graphs.kernels(fused)).hasSize(4);
  }

  @Test
  void rematerialisedSegmentsRunAgainInTheBackwardPass() {
    OpCase opCase =
        inputs()
            .computesAll(
                in -> {
                  Value x = in.get("x");
                  Value y =
                      Checkpoint.segment(
                          x.graph(), () -> x.exp().matmul(in.get("w")).exp().matmul(in.get("w")));
                  List<Value> results = new ArrayList<>();
                  results.add(y);
                  results.add(ReverseMode.gradients(y.sum(), List.of(x)).get(0));
                  return results;
                });
    long exponentials =
        kernels(opCase).stream()
            .flatMap(k -> ExprProgram.of(k.expressions()).instructions().stream())
            .filter(e -> e.equals(Expr.input(0).exp()))
            .count();
    assertThat(exponentials).isEqualTo(4);
  }
}
