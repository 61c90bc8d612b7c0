package io.deltarule.cpu.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows and columns that no cache holds, which are read in several places at a time. */
class LargeReductionTest {
  private static final Map<String, String> PLAIN = Map.of(CpuBackend.SIMD, "off");

  /** Whole numbers: sums below 2^24 are exact in float32, in whatever order they are taken. */
  private static float[] elements(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] elements = new float[count];
    for (int i = 0; i < count; i++) {
      elements[i] = random.nextInt(-3, 4);
    }
    return elements;
  }

  private static Tensor run(
      Reduce.Kind kind, float[] x, int rows, int columns, int axis, int threads, boolean plain) {
    Graph graph = new Graph();
    var y = graph.placeholder("x", TensorType.float32(rows, columns)).reduce(kind, false, axis);
    BackendOptions options = new BackendOptions(threads, plain ? PLAIN : Map.of());
    try (Engine engine = Engine.of(new CpuBackend(options))) {
      Executable executable = engine.compile(Computation.of(Map.of("y", y)), engine.newState());
      return executable.run(Map.of("x", Tensor.of(Shape.of(rows, columns), x))).get("y");
    }
  }

  /** In float64, one element after the other. */
  private static double exact(Reduce.Kind kind, float[] x, int from, int stride, int count) {
    double result = kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN ? x[from] : 0;
    for (int i = 0; i < count; i++) {
      double element = x[from + i * stride];
      result =
          switch (kind) {
            case SUM, MEAN -> result + element;
            case SUM_OF_SQUARES -> result + element * element;
            case MAX -> Math.max(result, element);
            case MIN -> Math.min(result, element);
          };
    }
    return kind == Reduce.Kind.MEAN ? result / count : result;
  }

  private static void check(int rows, int columns, int axis) {
    float[] x = elements(rows * columns);
    int results = axis == 0 ? columns : rows;
    int count = axis == 0 ? rows : columns;
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      Tensor one = run(kind, x, rows, columns, axis, 1, false);
      assertThat(run(kind, x, rows, columns, axis, 3, false)).as("%s", kind).isEqualTo(one);
      assertThat(run(kind, x, rows, columns, axis, 2, true)).as("plain %s", kind).isEqualTo(one);
      for (int i = 0; i < results; i++) {
        int from = axis == 0 ? i : i * columns;
        double expected = exact(kind, x, from, axis == 0 ? columns : 1, count);
        assertThat((float) one.get(i))
            .as("%s %s of [%s, %s] along %s", kind, i, rows, columns, axis)
            .isEqualTo((float) expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1048575", "1,1048576", "2,1048641", "1,1114200", "3,40000"})
  void rowsAreReducedWhole(int rows, int columns) {
    check(rows, columns, 1);
  }

  @ParameterizedTest
  @CsvSource({"64,1024", "65,1030", "200,4100", "1000,17", "3,5000", "515,64", "129,513"})
  void columnsAreReducedWhole(int rows, int columns) {
    check(rows, columns, 0);
  }
}
