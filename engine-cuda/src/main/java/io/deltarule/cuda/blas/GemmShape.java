package io.deltarule.cuda.blas;

import io.deltarule.graph.TensorType;
import io.deltarule.op.MatMul;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A batched product of row-major matrices as cuBLAS computes it. cuBLAS is column-major, and a
 * row-major matrix read by columns is its transpose, so C = A B is computed as C' = B' A': the
 * operands change places, their transposes stay, and M and N change places.
 *
 * <p>The batch dimensions are cut into runs in which the operands' matrices lie at even distances
 * (0 where one is repeated); each run is one call.
 *
 * @param transposeA A is stored as [K, M]
 * @param transposeB B is stored as [N, K]
 * @param m rows of C
 * @param n columns of C
 * @param k the inner dimension
 * @param strideA elements from one matrix of A to the next in a run
 * @param strideB elements from one matrix of B to the next in a run
 * @param batch matrices of a run
 * @param runs the first elements of A, B and C for each run
 */
record GemmShape(
    boolean transposeA,
    boolean transposeB,
    int m,
    int n,
    int k,
    long strideA,
    long strideB,
    int batch,
    List<Run> runs) {

  /** The elements at which the first matrices of a run start. */
  record Run(long a, long b, long c) {}

  GemmShape {
    runs = List.copyOf(runs);
  }

  static GemmShape of(MatMul op, TensorType a, TensorType b, Shape c) {
    Shape batchC = MatMul.batch(c);
    long[] stepsA = steps(a.shape(), batchC);
    long[] stepsB = steps(b.shape(), batchC);
    int inRun = innerDimensions(batchC, stepsA, stepsB);
    int outer = batchC.rank() - inRun;
    int batch = 1;
    for (int i = outer; i < batchC.rank(); i++) {
      batch = Math.multiplyExact(batch, batchC.dim(i));
    }
    int m = op.m(a);
    int n = op.n(b);
    List<Run> runs = new ArrayList<>();
    if (batch > 0) {
      collect(batchC, stepsA, stepsB, outer, (long) batch * m * n, 0, new Run(0, 0, 0), runs);
    }
    return new GemmShape(
        op.transposeA(),
        op.transposeB(),
        m,
        n,
        op.k(a),
        step(batchC, stepsA, outer),
        step(batchC, stepsB, outer),
        batch,
        runs);
  }

  /** True if C has no element. */
  boolean isEmpty() {
    return m == 0 || n == 0 || batch == 0 || runs.isEmpty();
  }

  /** Elements from a row of A's storage to the next. */
  int leadingA() {
    return transposeA ? m : k;
  }

  /** Elements from a row of B's storage to the next. */
  int leadingB() {
    return transposeB ? k : n;
  }

  /** Elements from one matrix of C to the next. */
  long strideC() {
    return (long) m * n;
  }

  /** For each dimension of the batch, the elements to the operand's next matrix; 0 if repeated. */
  private static long[] steps(Shape operand, Shape batch) {
    long[] steps = new long[batch.rank()];
    int missing = batch.rank() - (operand.rank() - 2);
    long step = (long) operand.dim(-1) * operand.dim(-2);
    for (int i = batch.rank() - 1; i >= missing; i--) {
      int size = operand.dim(i - missing);
      steps[i] = size == 1 ? 0 : step;
      step *= size;
    }
    return steps;
  }

  /** How many of the last dimensions both operands step through evenly. */
  private static int innerDimensions(Shape batch, long[] stepsA, long[] stepsB) {
    int inner = 0;
    long matrices = 1;
    long stepA = 0;
    long stepB = 0;
    for (int i = batch.rank() - 1; i >= 0; i--) {
      int size = batch.dim(i);
      if (size != 1) {
        if (matrices > 1 && (stepsA[i] != stepA * matrices || stepsB[i] != stepB * matrices)) {
          break;
        }
        if (matrices == 1) {
          stepA = stepsA[i];
          stepB = stepsB[i];
        }
        matrices *= size;
      }
      inner++;
    }
    return inner;
  }

  /** The step of a run: that of its last dimension with more than one matrix. */
  private static long step(Shape batch, long[] steps, int outer) {
    for (int i = batch.rank() - 1; i >= outer; i--) {
      if (batch.dim(i) != 1) {
        return steps[i];
      }
    }
    return 0;
  }

  private static void collect(
      Shape batch,
      long[] stepsA,
      long[] stepsB,
      int outer,
      long elementsOfRun,
      int dimension,
      Run at,
      List<Run> runs) {
    if (dimension == outer) {
      runs.add(new Run(at.a, at.b, runs.size() * elementsOfRun));
      return;
    }
    for (int i = 0; i < batch.dim(dimension); i++) {
      Run next = new Run(at.a + i * stepsA[dimension], at.b + i * stepsB[dimension], 0);
      collect(batch, stepsA, stepsB, outer, elementsOfRun, dimension + 1, next, runs);
    }
  }
}
