package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.layer.Activations;
import io.deltarule.op.Convolution;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Window;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpilogueFusionTest {
  private static OpCase.Builder inputs() {
    return OpCase.named("epilogue")
        .input("x", Domain.uniform(-1, 1), 4, 6)
        .input("w", Domain.uniform(-1, 1), 6, 5)
        .input("v", Domain.uniform(-1, 1), 5, 5)
        .input("bias", Domain.uniform(-1, 1), 5)
        .input("column", Domain.uniform(-1, 1), 4, 1)
        .input("cube", Domain.uniform(-1, 1), 2, 2, 5)
        .input("middle", Domain.uniform(-1, 1), 2, 1, 5)
        .integer("labels", Domain.integers(0, 4), 4, 1);
  }

  private static List<Op> kernels(OpCase opCase) {
    Computation computation = opCase.computation();
    Computation fused = Graphs.upTo("epilogue fusion", computation);
    Runs.assertSame(
        "fused", Runs.run(fused, opCase.values(1)), Runs.run(computation, opCase.values(1)));
    return Graphs.kernels(fused);
  }

  @Test
  void biasAndActivationBecomeAnEpilogue() {
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in ->
                            in.get("x")
                                .matmul(in.get("w"))
                                .add(in.get("bias"))
                                .map(Activations.relu()))))
        .containsExactly(
            new MatMul(
                false, false, List.of(Activations.relu().of(Expr.input(0).plus(Expr.input(1))))));
  }

  @Test
  void thePreactivationIsKeptIfTheBackwardPassNeedsIt() {
    List<Op> kernels =
        kernels(
            inputs()
                .computesAll(
                    in -> {
                      Value z = in.get("x").matmul(in.get("w")).add(in.get("bias"));
                      return List.of(z.map(Activations.gelu()), z);
                    }));
    assertThat(kernels).hasSize(1);
    assertThat(((MatMul) kernels.get(0)).epilogue()).contains(Expr.input(0).plus(Expr.input(1)));
  }

  @Test
  void aProductThatOthersNeedIsOneMoreOutput() {
    List<Op> kernels =
        kernels(
            inputs()
                .computes(
                    in -> {
                      Value product = in.get("x").matmul(in.get("w"));
                      return product.exp().matmul(in.get("v")).add(product.sum());
                    }));
    assertThat(((MatMul) kernels.get(0)).epilogue())
        .containsExactly(Expr.input(0).exp(), Expr.input(0));
  }

  @Test
  void aProductThatIsNeededBeforeIsNotMoved() {
    List<Op> kernels =
        kernels(
            inputs()
                .computes(
                    in -> {
                      Value product = in.get("x").matmul(in.get("w"));
                      return product.div(product.softmax(-1).sum());
                    }));
    assertThat(kernels.get(0)).isEqualTo(new MatMul(false, false));
  }

  @Test
  void theLastOfTwoProductsTakesTheirSum() {
    List<Op> kernels =
        kernels(
            inputs()
                .computes(
                    in -> {
                      Value first = in.get("x").matmul(in.get("w"));
                      Value second = first.matmul(in.get("v"));
                      return first.add(second).add(in.get("column"));
                    }));
    assertThat(kernels).hasSize(2);
    assertThat(((MatMul) kernels.get(0)).epilogue()).isEmpty();
    assertThat(((MatMul) kernels.get(1)).epilogue()).hasSize(1);
  }

  @Test
  void reshapedProductsAndIntegersAreSeenThrough() {
    Expr label = Expr.input(1, ScalarType.INT).toFloat();
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in ->
                            in.get("x")
                                .matmul(in.get("w"))
                                .pointwise(Expr.input(0).times(label), in.get("labels"))
                                .reshape(2, 2, 5)
                                .add(in.get("cube"))
                                .add(in.get("bias")))))
        .hasSize(1);
  }

  @Test
  void inputsThatDoNotFollowTheProductsShapeKeepTheKernelApart() {
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in ->
                            in.get("x")
                                .matmul(in.get("w"))
                                .reshape(2, 2, 5)
                                .add(in.get("middle")))))
        .hasSize(2);
  }

  @Test
  void productsThatAreBroadcastKeepTheirKernel() {
    assertThat(
            kernels(
                inputs()
                    .computes(
                        in -> in.get("cube").add(in.get("x").slice(0, 0, 2).matmul(in.get("w"))))))
        .hasSize(3);
  }

  @Test
  void updatesOfVariablesStayInPlace() {
    Graph graph = new Graph();
    Variable w = new Variable("w", TensorType.float32(3, 3), Variable.Role.PARAMETER);
    Value x = graph.placeholder("x", TensorType.float32(3, 3));
    Value next = graph.read(w).sub(x.matmul(x));
    Computation fused =
        Graphs.upTo(
            "epilogue fusion", new Computation(graph, Map.of(), List.of(Assignment.of(w, next))));
    assertThat(Graphs.kernels(fused, Pointwise.class)).hasSize(1);
    assertThat(Planner.plan(fused, PlanOptions.standard()).steps()).hasSize(2);
  }

  private static OpCase.Builder images() {
    return OpCase.named("epilogue of a convolution")
        .input("x", Domain.uniform(-1, 1), 2, 4, 5, 6)
        .input("w", Domain.uniform(-1, 1), 6, 2, 3, 3)
        .input("bias", Domain.uniform(-1, 1), 6, 1, 1)
        .input("image", Domain.uniform(-1, 1), 3, 4)
        .input("row", Domain.uniform(-1, 1), 4)
        .input("residual", Domain.uniform(-1, 1), 2, 6, 3, 4)
        .input("sample", Domain.uniform(-1, 1), 2, 1, 1, 1);
  }

  private static Value convolved(OpCase.Inputs in) {
    return in.get("x").convolution(in.get("w"), Window.ofAxes(2), 2);
  }

  @Test
  void biasResidualAndActivationBecomeAnEpilogueOfAConvolution() {
    List<Op> kernels =
        kernels(
            images()
                .computes(
                    in ->
                        convolved(in)
                            .add(in.get("bias"))
                            .add(in.get("residual"))
                            .add(in.get("image"))
                            .mul(in.get("sample"))
                            .map(Activations.relu())));
    assertThat(kernels).hasSize(1);
    assertThat(((Convolution) kernels.get(0)).epilogue()).hasSize(1);
  }

  @Test
  void aConvolutionThatOthersNeedIsOneMoreOutput() {
    List<Op> kernels =
        kernels(
            images()
                .computesAll(
                    in -> {
                      Value y = convolved(in);
                      return List.of(y, y.add(in.get("bias")).exp());
                    }));
    assertThat(kernels).hasSize(1);
    assertThat(((Convolution) kernels.get(0)).epilogue()).contains(Expr.input(0));
  }

  @Test
  void inputsThatVaryAlongOneSpatialAxisAloneKeepTheKernelApart() {
    assertThat(kernels(images().computes(in -> convolved(in).add(in.get("row"))))).hasSize(2);
  }
}
