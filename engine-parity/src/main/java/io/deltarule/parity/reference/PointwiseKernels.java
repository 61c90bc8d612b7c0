package io.deltarule.parity.reference;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprEvaluator;
import io.deltarule.op.Pointwise;
import io.deltarule.tensor.Shape;
import java.util.List;

/** Expressions at every position: {@code y_j[p] = e_j(x_0[p], x_1[p], ...)}. */
final class PointwiseKernels {
  private PointwiseKernels() {}

  static void pointwise(Pointwise op, Operands operands, Rounding rounding) {
    Point point = new Point(op.expressions(), operands.inputs(), operands.outputs(), rounding);
    Shape shape = operands.output().type().shape();
    for (Odometer at = new Odometer(shape); at.isInside(); at.advance()) {
      for (int i = 0; i < point.x.length; i++) {
        point.read(i, at);
      }
      point.evaluate(at.count());
    }
  }

  /**
   * The expressions at one position. All inputs are read before an output, which may replace one.
   */
  static final class Point {
    /** The inputs' elements at the present position. */
    final double[] x;

    private final Elements[] inputs;
    private final long[][] strides;
    private final Elements[] outputs;
    private final double[] y;
    private final ExprEvaluator evaluator;

    Point(List<Expr> expressions, List<Operand> inputs, List<Operand> outputs, Rounding rounding) {
      Shape shape = outputs.get(0).type().shape();
      this.inputs = inputs.stream().map(Elements::new).toArray(Elements[]::new);
      this.outputs = outputs.stream().map(Elements::new).toArray(Elements[]::new);
      this.strides =
          inputs.stream()
              .map(input -> Odometer.broadcastStrides(input.type().shape(), shape))
              .toArray(long[][]::new);
      this.x = new double[inputs.size()];
      this.y = new double[outputs.size()];
      this.evaluator = new ExprEvaluator(expressions, rounding);
    }

    void read(int input, Odometer at) {
      x[input] = inputs[input].get(at.dot(strides[input]));
    }

    void evaluate(long position) {
      evaluator.evaluate(x, y);
      for (int j = 0; j < y.length; j++) {
        outputs[j].set(position, y[j]);
      }
    }
  }
}
