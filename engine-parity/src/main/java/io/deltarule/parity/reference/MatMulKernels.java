package io.deltarule.parity.reference;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.op.MatMul;
import io.deltarule.parity.reference.PointwiseKernels.Point;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code C[.., m, n] = sum_k A[.., m, k] B[.., k, n]}, with epilogue expressions over C if there
 * are any.
 */
final class MatMulKernels {
  private MatMulKernels() {}

  static void matMul(MatMul op, Operands operands, Rounding round) {
    Operand a = operands.input(0);
    Operand b = operands.input(1);
    Shape c = operands.output().type().shape();
    // Strides over the axes of C: A does not move along N, nor B along M.
    long[] aStrides = batchStrides(a, c);
    long[] bStrides = batchStrides(b, c);
    int m = c.rank() - 2;
    int n = c.rank() - 1;
    aStrides[m] = op.transposeA() ? 1 : a.type().shape().dim(-1);
    bStrides[n] = op.transposeB() ? b.type().shape().dim(-1) : 1;
    long aAlongK = op.transposeA() ? a.type().shape().dim(-1) : 1;
    long bAlongK = op.transposeB() ? 1 : b.type().shape().dim(-1);

    Elements x = new Elements(a);
    Elements y = new Elements(b);
    int length = op.k(a.type());
    Elements product = new Elements(operands.output());
    Point epilogue = op.epilogue().isEmpty() ? null : epilogue(op, operands, round);
    for (Odometer at = new Odometer(c); at.isInside(); at.advance()) {
      long i = at.dot(aStrides);
      long j = at.dot(bStrides);
      double sum = 0;
      for (int k = 0; k < length; k++) {
        double term = round.applyAsDouble(x.get(i + k * aAlongK) * y.get(j + k * bAlongK));
        sum = round.applyAsDouble(sum + term);
      }
      if (epilogue == null) {
        product.set(at.count(), sum);
      } else {
        epilogue.x[0] = sum;
        for (int input = 1; input < epilogue.x.length; input++) {
          epilogue.read(input, at);
        }
        epilogue.evaluate(at.count());
      }
    }
  }

  /** Strides of an operand over the batch axes of C, followed by two places for its own. */
  private static long[] batchStrides(Operand operand, Shape c) {
    Shape shape = operand.type().shape();
    Shape batch = MatMul.batch(shape);
    long matrix = (long) shape.dim(-1) * shape.dim(-2);
    long[] strides = new long[c.rank()];
    long[] batches = Odometer.broadcastStrides(batch, MatMul.batch(c));
    for (int axis = 0; axis < batches.length; axis++) {
      strides[axis] = batches[axis] * matrix;
    }
    return strides;
  }

  /**
   * Input 0 of the expressions is the product, which {@link #matMul} sets; the first operand holds
   * its place.
   */
  private static Point epilogue(MatMul op, Operands operands, Rounding rounding) {
    List<Operand> inputs = new ArrayList<>();
    inputs.add(operands.output());
    inputs.addAll(operands.inputs().subList(2, operands.inputs().size()));
    return new Point(op.epilogue(), inputs, operands.outputs(), rounding);
  }
}
