package io.deltarule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RooflinePrinterTest {
  /** y = relu(x w + b): x [32, 1000], w [1000, 10], b [10]. */
  private static String text(String device, MatrixPrecision precision) {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32(32, 1000));
    Value w = graph.placeholder("w", TensorType.float32(1000, 10));
    Value b = graph.placeholder("b", TensorType.float32(10));
    Value y = graph.scoped("fc", () -> x.matmul(w).add(b).exp());
    Computation computation = new Computation(graph, Map.of("y", y), List.of());
    return RooflinePrinter.print(
        roofline(Compiler.optimize(computation), device, precision),
        roofline(computation, device, precision));
  }

  private static Roofline roofline(
      Computation computation, String device, MatrixPrecision precision) {
    return Roofline.of(
        Planner.plan(computation, PlanOptions.standard()),
        DeviceModel.named(device).orElseThrow(),
        precision);
  }

  @Test
  void theDeviceIsPrintedWithItsRatesAndTheirSource() {
    assertThat(text("a100", MatrixPrecision.TF32))
        .startsWith("device model     a100: NVIDIA A100 SXM\n")
        .contains("memory           80 GB at 2,039 GB/s\n")
        .contains("arithmetic       19.5 TFLOP/s\n")
        .contains("matrix products  156 TFLOP/s (tf32)\n")
        .contains("source           NVIDIA A100 Tensor Core GPU datasheet");
  }

  @Test
  void everyLaunchHasItsLeastTimeAndWhatBindsIt() {
    // (32,000 + 10,000 + 10 + 320) floats = 169,320 bytes: 529.125 ns at 320 GB/s. 640,000 FLOPs of
    // the product and 640 of the epilogue: 79.1 ns at 8.1 TFLOP/s.
    assertThat(text("t4", MatrixPrecision.FP32))
        .containsPattern(
            "(?m)^ +0  matmul  fc +\\[32, 1000] x \\[1000, 10] x \\[10] -> \\[32, 10]"
                + " +640,640  169,320 +529  memory$");
  }

  @Test
  void theTotalsShowFusedBesideUnfused() {
    // Unfused: a product (169,280 bytes), a sum (2,600) and an exponential (2,560).
    assertThat(text("t4", MatrixPrecision.FP32))
        .containsPattern(
            "(?m)^op +launches  \\(unfused\\) +FLOPs  \\(unfused\\) +bytes  \\(unfused\\)"
                + "  least ns  \\(unfused\\)$")
        .containsPattern("(?m)^matmul +1 +1  640,640 +640,000  169,320 +169,280 +529 +529$")
        .containsPattern("(?m)^pointwise +0 +2 +0 +640 +0 +5,160 +0.000 +16.1$")
        .containsPattern("(?m)^total +1 +3  640,640 +640,640  169,320 +174,440 +529 +545$")
        .contains("launch overhead is not in it");
  }
}
