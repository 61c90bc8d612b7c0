package io.deltarule.parity.reference;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Window;
import io.deltarule.parity.reference.PointwiseKernels.Point;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution and its two gradients. All three are sums over the same products: input, weight and
 * output meet at the same elements, and two of them are factors.
 */
final class ConvolutionKernels {
  /** Told of each meeting of elements of input, weight and output, by their row-major indices. */
  private interface Meeting {
    void of(int input, int weight, int output);
  }

  private ConvolutionKernels() {}

  static void convolution(Convolution op, Operands operands, Rounding round) {
    Elements x = new Elements(operands.input(0));
    Elements w = new Elements(operands.input(1));
    double[] y = new double[Math.toIntExact(operands.output().elementCount())];
    forEach(
        op.window(),
        op.groups(),
        x.shape(),
        w.shape(),
        (i, k, o) -> y[o] = sum(y[o], x.get(i), w.get(k), round));
    if (op.epilogue().isEmpty()) {
      write(y, operands);
    } else {
      epilogue(op, operands, y, round);
    }
  }

  static void inputGradient(ConvolutionInputGradient op, Operands operands, Rounding round) {
    Elements dy = new Elements(operands.input(0));
    Elements w = new Elements(operands.input(1));
    double[] dx = new double[Math.toIntExact(operands.output().elementCount())];
    forEach(
        op.window(),
        op.groups(),
        operands.output().type().shape(),
        w.shape(),
        (i, k, o) -> dx[i] = sum(dx[i], dy.get(o), w.get(k), round));
    write(dx, operands);
  }

  static void weightGradient(ConvolutionWeightGradient op, Operands operands, Rounding round) {
    Elements x = new Elements(operands.input(0));
    Elements dy = new Elements(operands.input(1));
    double[] dw = new double[Math.toIntExact(operands.output().elementCount())];
    forEach(
        op.window(),
        op.groups(),
        x.shape(),
        operands.output().type().shape(),
        (i, k, o) -> dw[k] = sum(dw[k], dy.get(o), x.get(i), round));
    write(dw, operands);
  }

  private static double sum(double sum, double a, double b, Rounding round) {
    return round.applyAsDouble(sum + round.applyAsDouble(a * b));
  }

  private static void forEach(Window window, int groups, Shape x, Shape w, Meeting meeting) {
    WindowWalk walk = new WindowWalk(window, x.slice(2, x.rank()), w.slice(2, w.rank()));
    int channels = w.dim(1);
    int groupOutputs = w.dim(0) / groups;
    for (int n = 0; n < x.dim(0); n++) {
      for (int k = 0; k < w.dim(0); k++) {
        int firstOutput = (n * w.dim(0) + k) * walk.outputs();
        for (int c = 0; c < channels; c++) {
          int channel = n * x.dim(1) + k / groupOutputs * channels + c;
          int firstInput = channel * walk.inputs();
          int firstWeight = (k * channels + c) * walk.taps();
          walk.forEach((o, r, i) -> meeting.of(firstInput + i, firstWeight + r, firstOutput + o));
        }
      }
    }
  }

  private static void write(double[] values, Operands operands) {
    Elements target = new Elements(operands.output());
    for (int i = 0; i < values.length; i++) {
      target.set(i, values[i]);
    }
  }

  private static void epilogue(Convolution op, Operands operands, double[] y, Rounding rounding) {
    List<Operand> inputs = new ArrayList<>(List.of(operands.output()));
    inputs.addAll(operands.inputs().subList(2, operands.inputs().size()));
    Point point = new Point(op.epilogue(), inputs, operands.outputs(), rounding);
    Shape shape = operands.output().type().shape();
    for (Odometer at = new Odometer(shape); at.isInside(); at.advance()) {
      point.x[0] = y[(int) at.count()];
      for (int input = 1; input < point.x.length; input++) {
        point.read(input, at);
      }
      point.evaluate(at.count());
    }
  }
}
