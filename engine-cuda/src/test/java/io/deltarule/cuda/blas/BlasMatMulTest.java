package io.deltarule.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.OnDevice;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.library.CudaLibraries;
import io.deltarule.graph.TensorType;
import io.deltarule.op.MatMul;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against sums in double; integers within a few bits make every product exact. */
@OnDevice
class BlasMatMulTest {
  private static CudaContext context;

  @BeforeAll
  static void open() {
    assertThat(CudaLibraries.ofThisProcess().areLoaded()).as("libraries are loaded").isTrue();
    context = new CudaContext(0, false);
  }

  @AfterAll
  static void close() {
    context.close();
  }

  @ParameterizedTest(name = "[{0}] x [{1}], M {2}, N {3}, K {4}")
  @CsvSource({
    "'', '', 1, 1, 1",
    "'', '', 1, 7, 3",
    "'', '', 7, 1, 3",
    "'', '', 7, 5, 1",
    "'', '', 17, 23, 31",
    "'', '', 0, 5, 3",
    "'', '', 5, 0, 3",
    "'', '', 5, 3, 0",
    "'', '', 0, 0, 0",
    "'3', '3', 4, 5, 6",
    "'3', '', 4, 5, 6",
    "'', '3', 4, 5, 6",
    "'3', '1', 4, 5, 6",
    "'2,1,3', '1,4,3', 2, 3, 5",
    "'2,3', '2,1', 2, 3, 4",
    "'0', '0', 2, 3, 4",
    "'2', '2', 3, 2, 0"
  })
  void productsAreExactForSmallIntegers(String batchA, String batchB, int m, int n, int k) {
    for (int transposes = 0; transposes < 4; transposes++) {
      MatMul op = new MatMul((transposes & 1) != 0, (transposes & 2) != 0);
      Shape a = shape(batchA, op.transposeA() ? k : m, op.transposeA() ? m : k);
      Shape b = shape(batchB, op.transposeB() ? n : k, op.transposeB() ? k : n);
      for (Precision precision : Precision.values()) {
        check(op, a, b, precision);
      }
    }
  }

  private static void check(MatMul op, Shape a, Shape b, Precision precision) {
    float[] x = integers(a, 1);
    float[] y = integers(b, 2);
    TensorType typeA = new TensorType(DType.FLOAT32, a);
    TensorType typeB = new TensorType(DType.FLOAT32, b);
    Shape c = op.infer(List.of(typeA, typeB)).get(0).shape();
    assertThat(product(op, typeA, x, typeB, y, c, precision))
        .as("%s%s x %s in %s", op, a, b, precision)
        .isEqualTo(expected(op, a, x, b, y, c));
  }

  /** Operands with more bits than each precision keeps: which it was is to be seen. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void operandsAreRoundedToThePrecision(Precision precision) {
    float ofTf32 = 1 + 1f / 512; // 9 bits after the point: bfloat16 loses it
    float ofFp32 = 1 + 1f / 65536; // 16 bits after the point: TF32 loses it too
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(1, 1));
    MatMul op = new MatMul(false, false);
    float[] one = {1};
    Shape c = Shape.of(1, 1);
    float middle = product(op, type, new float[] {ofTf32}, type, one, c, precision)[0];
    float fine = product(op, type, new float[] {ofFp32}, type, one, c, precision)[0];
    assertThat(middle).isEqualTo(precision == Precision.BF16 ? 1f : ofTf32);
    assertThat(fine).isEqualTo(precision == Precision.FP32 ? ofFp32 : 1f);
  }

  /** beta is 0, so what lay there is not read: NaN times 0 would stay. */
  @Test
  void whatTheResultsPlaceHeldDoesNotMatter() {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(2, 2));
    float[] x = {1, 2, 3, 4};
    assertThat(product(new MatMul(false, false), type, x, type, x, Shape.of(2, 2), Precision.FP32))
        .containsExactly(7, 10, 15, 22);
  }

  private static float[] product(
      MatMul op, TensorType a, float[] x, TensorType b, float[] y, Shape c, Precision precision) {
    int before = 5; // Operands rarely start where their memory does.
    try (BlasHandle handle = new BlasHandle(context, precision);
        CudaMemory memoryA = memory(before, x);
        CudaMemory memoryB = memory(before, y);
        CudaMemory memoryC = memory(before, filled((int) c.elementCount()))) {
      Operands operands =
          new Operands(
              "matmul",
              List.of(new Operand(memoryA, before, a), new Operand(memoryB, before, b)),
              List.of(new Operand(memoryC, before, new TensorType(DType.FLOAT32, c))));
      try (Kernel kernel = new BlasMatMul(context, handle).create(op, operands)) {
        kernel.run();
        float[] result = new float[(int) c.elementCount()];
        memoryC.read(before, result, 0, result.length);
        return result;
      }
    }
  }

  private static CudaMemory memory(int before, float[] values) {
    CudaMemory memory = context.allocate(DType.FLOAT32, before + values.length);
    memory.write(before, values, 0, values.length);
    return memory;
  }

  private static float[] filled(int count) {
    float[] values = new float[count];
    java.util.Arrays.fill(values, Float.NaN);
    return values;
  }

  private static float[] integers(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-7, 8);
    }
    return values;
  }

  private static Shape shape(String batch, int rows, int columns) {
    int[] dims =
        batch.isEmpty()
            ? new int[0]
            : java.util.Arrays.stream(batch.split(",")).mapToInt(Integer::parseInt).toArray();
    return Shape.of(dims).append(rows, columns);
  }

  private static float[] expected(MatMul op, Shape a, float[] x, Shape b, float[] y, Shape c) {
    int m = c.dim(-2);
    int n = c.dim(-1);
    int k = a.dim(op.transposeA() ? -2 : -1);
    float[] z = new float[(int) c.elementCount()];
    for (int index = 0; index < z.length; index++) {
      int batch = index / (m * n);
      int atA = matrix(MatMul.batch(a), MatMul.batch(c), batch) * m * k;
      int atB = matrix(MatMul.batch(b), MatMul.batch(c), batch) * k * n;
      int i = index / n % m;
      int j = index % n;
      double sum = 0;
      for (int l = 0; l < k; l++) {
        sum +=
            (double) x[atA + (op.transposeA() ? l * m + i : i * k + l)]
                * y[atB + (op.transposeB() ? j * k + l : l * n + j)];
      }
      z[index] = (float) sum;
    }
    return z;
  }

  /** Which matrix of an operand a matrix of the result takes. */
  private static int matrix(Shape operand, Shape batch, int index) {
    int found = 0;
    int step = 1;
    int rest = index;
    for (int d = 1; d <= batch.rank(); d++) {
      int at = rest % batch.dim(-d);
      rest /= batch.dim(-d);
      if (d <= operand.rank()) {
        found += operand.dim(-d) == 1 ? 0 : at * step;
        step *= operand.dim(-d);
      }
    }
    return found;
  }
}
