package io.deltarule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.compile.Compiler;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.Op;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Slice;
import io.deltarule.plan.Roofline.Bound;
import io.deltarule.plan.Roofline.Launch;
import io.deltarule.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RooflineTest {
  private static final Region.Arena FLOATS = new Region.Arena(0, DType.FLOAT32);
  private static final Region.Arena INTS = new Region.Arena(0, DType.INT32);

  /** A device that moves 1 byte and computes so many FLOPs in a nanosecond. */
  private static DeviceModel device(double fp32, double tf32) {
    return new DeviceModel(
        "toy",
        "toy",
        1_000_000_000L,
        1e9,
        Map.of(MatrixPrecision.FP32, fp32 * 1e9, MatrixPrecision.TF32, tf32 * 1e9),
        "made up");
  }

  /** y = exp(x w): x [4, 2], w [2, 3]. */
  private static Computation computation() {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32(4, 2));
    Value w = graph.placeholder("w", TensorType.float32(2, 3));
    return new Computation(graph, Map.of("y", x.matmul(w).exp()), List.of());
  }

  private static Plan plan(Computation computation) {
    return Planner.plan(computation, PlanOptions.standard());
  }

  private static Plan plan(Op op, List<Location> inputs, Location output) {
    Step step = new Step(op, "", inputs, List.of(output));
    return new Plan(List.of(step), Map.of(), Map.of(), List.of(), Map.of(), Set.of(), List.of(), 0);
  }

  private static Location floats(long offset, int... dims) {
    return new Location(FLOATS, offset, TensorType.float32(dims));
  }

  private static void assertLaunch(
      Launch launch, long bytes, long flops, double memory, double fp) {
    assertThat(launch.bytes()).isEqualTo(bytes);
    assertThat(launch.flops()).isEqualTo(flops);
    assertThat(launch.memorySeconds() * 1e9).isCloseTo(memory, within(1e-9));
    assertThat(launch.arithmeticSeconds() * 1e9).isCloseTo(fp, within(1e-9));
    assertThat(launch.leastSeconds() * 1e9).isCloseTo(Math.max(memory, fp), within(1e-9));
    assertThat(launch.bound()).isEqualTo(fp > memory ? Bound.ARITHMETIC : Bound.MEMORY);
  }

  @Test
  void everyLaunchTakesTheLongerOfItsBytesAndItsArithmetic() {
    Roofline roofline = Roofline.of(plan(computation()), device(0.25, 1), MatrixPrecision.FP32);
    assertThat(roofline.launches()).hasSize(2);
    // (8 + 6 + 12) floats; 2 x 4 x 3 x 2 FLOPs.
    assertLaunch(roofline.launches().get(0), 104, 48, 104, 192);
    // 12 floats read and 12 written; 12 exponentials.
    assertLaunch(roofline.launches().get(1), 96, 12, 96, 48);
    assertThat(roofline.bytes()).isEqualTo(200);
    assertThat(roofline.flops()).isEqualTo(60);
    assertThat(roofline.leastSeconds() * 1e9).isCloseTo(192 + 96, within(1e-9));
  }

  @Test
  void aFusedEpilogueSavesItsBytesAndKeepsItsArithmetic() {
    Plan fused = plan(Compiler.optimize(computation()));
    Roofline roofline = Roofline.of(fused, device(0.25, 1), MatrixPrecision.FP32);
    assertThat(roofline.launches()).hasSize(1);
    assertLaunch(roofline.launches().get(0), 104, 60, 104, 240);
  }

  @Test
  void tensorCoresTakeTheProductAndTheOrdinaryCoresTheEpilogueBesideIt() {
    Plan fused = plan(Compiler.optimize(computation()));
    Roofline product = Roofline.of(fused, device(0.25, 0.4), MatrixPrecision.TF32);
    assertLaunch(product.launches().get(0), 104, 60, 104, 120);
    Roofline epilogue = Roofline.of(fused, device(0.1, 0.48), MatrixPrecision.TF32);
    assertLaunch(epilogue.launches().get(0), 104, 60, 104, 120);
  }

  @Test
  void aPrecisionSpeedsUpNothingButProducts() {
    Roofline roofline = Roofline.of(plan(computation()), device(0.1, 0.2), MatrixPrecision.TF32);
    assertLaunch(roofline.launches().get(0), 104, 48, 104, 240);
    assertLaunch(roofline.launches().get(1), 96, 12, 96, 120);
  }

  @Test
  void anElementOfSeveralInputsIsReadOnce() {
    Expr sum =
        Expr.input(0, ScalarType.FLOAT)
            .plus(Expr.input(1, ScalarType.FLOAT))
            .plus(Expr.input(2, ScalarType.FLOAT));
    // Elements 0-9, 0-9 and 5-14 are 15 distinct ones; 10 are written, over the first input.
    Plan plan =
        plan(
            new Pointwise(sum),
            List.of(floats(5, 10), floats(0, 10), floats(0, 10)),
            floats(0, 10));
    assertThat(Roofline.of(plan, device(1, 1), MatrixPrecision.FP32).bytes())
        .isEqualTo((15 + 10) * 4);
  }

  @Test
  void aSliceReadsOnlyWhatItKeeps() {
    Slice everyFourth = new Slice(List.of(0), List.of(100), List.of(4));
    Plan plan = plan(everyFourth, List.of(floats(0, 100)), floats(112, 25));
    assertThat(Roofline.of(plan, device(1, 1), MatrixPrecision.FP32).bytes())
        .isEqualTo((25 + 25) * 4);
  }

  @Test
  void aGatherReadsNoMoreThanItsIndicesSelectAndNoMoreThanItsTable() {
    Location three = new Location(INTS, 0, TensorType.int32(3));
    Plan few = plan(new Gather(0), List.of(floats(0, 100, 2), three), floats(208, 3, 2));
    assertThat(Roofline.of(few, device(1, 1), MatrixPrecision.FP32).bytes())
        .isEqualTo((3 + 6 + 6) * 4);
    Plan repeated = plan(new Gather(0), List.of(floats(0, 2, 2), three), floats(16, 3, 2));
    assertThat(Roofline.of(repeated, device(1, 1), MatrixPrecision.FP32).bytes())
        .isEqualTo((3 + 4 + 6) * 4);
  }

  @Test
  void aSumOfGatheredRowsReadsEachOnce() {
    Location indices = new Location(INTS, 0, TensorType.int32(2, 3));
    Plan few = plan(new GatherSum(), List.of(floats(0, 100, 4), indices), floats(400, 2, 4));
    assertThat(Roofline.of(few, device(1, 1), MatrixPrecision.FP32).bytes())
        .isEqualTo((6 + 6 * 4 + 8) * 4);
    Plan repeated = plan(new GatherSum(), List.of(floats(0, 2, 4), indices), floats(16, 2, 4));
    assertThat(Roofline.of(repeated, device(1, 1), MatrixPrecision.FP32).bytes())
        .isEqualTo((6 + 2 * 4 + 8) * 4);
  }

  @Test
  void aPrecisionWithoutARateIsRefusedWithThoseThatHaveOne() {
    DeviceModel t4 = DeviceModel.named("t4").orElseThrow();
    assertThatThrownBy(() -> Roofline.of(plan(computation()), t4, MatrixPrecision.BF16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device model t4: no bf16 rate is published; there are fp32");
  }
}
