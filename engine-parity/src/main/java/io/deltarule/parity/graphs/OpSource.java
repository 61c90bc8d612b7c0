package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.op.ArgMax;
import io.deltarule.op.Attention;
import io.deltarule.op.AveragePool;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.Barrier;
import io.deltarule.op.Broadcast;
import io.deltarule.op.CenteredSums;
import io.deltarule.op.Concat;
import io.deltarule.op.Constant;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.MatMul;
import io.deltarule.op.MaxPool;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.MaxPoolSelect;
import io.deltarule.op.Moments;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Placeholder;
import io.deltarule.op.Pointwise;
import io.deltarule.op.RandomFill;
import io.deltarule.op.Recurrence;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reshape;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.op.Slice;
import io.deltarule.op.Softmax;
import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.op.StopGradient;
import io.deltarule.op.Transpose;
import io.deltarule.op.Window;
import java.util.List;
import java.util.stream.Collectors;

/** Operations with their attributes as Java source. */
final class OpSource {
  private OpSource() {}

  static String of(Op op) {
    return "new " + op.getClass().getSimpleName() + "(" + attributes(op) + ")";
  }

  private static String attributes(Op op) {
    if (op instanceof ArgMax argMax) {
      return "" + argMax.axis();
    } else if (op instanceof Attention attention) {
      return attention.causal() + ", " + attention.scale();
    } else if (op instanceof Broadcast broadcast) {
      return Literals.of(broadcast.shape());
    } else if (op instanceof Concat concat) {
      return "" + concat.axis();
    } else if (op instanceof Constant constant) {
      return Literals.of(constant.value());
    } else if (op instanceof CustomGradient custom && custom.rule() instanceof GradientRule rule) {
      return "GradientRule." + rule.name();
    } else if (op instanceof Gather gather) {
      return "" + gather.axis();
    } else if (op instanceof LogSoftmax softmax) {
      return "" + softmax.axis();
    } else if (op instanceof MatMul matmul) {
      String epilogue = matmul.epilogue().isEmpty() ? "" : ", " + expressions(matmul.epilogue());
      return matmul.transposeA() + ", " + matmul.transposeB() + epilogue;
    } else if (op instanceof NormalizeRows rows) {
      return Literals.of(rows.epsilon()) + ", " + rows.centered();
    } else if (op instanceof NormalizeRowsGradient rows) {
      return rows.centered() + ", " + rows.weighted() + ", " + rows.biased();
    } else if (op instanceof Pad pad) {
      return Literals.of(pad.before())
          + ", "
          + Literals.of(pad.after())
          + ", "
          + Literals.of(pad.interior())
          + ", "
          + Literals.of(pad.value());
    } else if (op instanceof Placeholder input) {
      return "\"" + input.inputName() + "\", " + Literals.of(input.type());
    } else if (op instanceof Pointwise pointwise) {
      return expressions(pointwise.expressions());
    } else if (op instanceof RandomFill fill) {
      String distribution = "RandomFill.Distribution." + fill.distribution();
      return distribution + ", " + Literals.of(fill.shape()) + ", " + fill.stream();
    } else if (op instanceof Recurrence recurrence) {
      return "RecurrentCell." + recurrence.cell() + ", " + recurrence.reverse();
    } else if (op instanceof Reduce reduce) {
      String kind = "Reduce.Kind." + reduce.kind();
      return kind + ", " + Literals.of(reduce.axes()) + ", " + reduce.keepDims();
    } else if (op instanceof Reshape reshape) {
      return Literals.of(reshape.shape());
    } else if (op instanceof ScatterAdd scatter) {
      return scatter.axis() + ", " + scatter.size();
    } else if (op instanceof ScatterAddBags scatter) {
      return "" + scatter.size();
    } else if (op instanceof Slice slice) {
      return Literals.of(slice.starts())
          + ", "
          + Literals.of(slice.ends())
          + ", "
          + Literals.of(slice.steps());
    } else if (op instanceof Softmax softmax) {
      return "" + softmax.axis();
    } else if (op instanceof Transpose transpose) {
      return Literals.of(transpose.permutation());
    } else if (op instanceof Convolution convolution) {
      String epilogue =
          convolution.epilogue().isEmpty() ? "" : ", " + expressions(convolution.epilogue());
      return window(convolution.window()) + ", " + convolution.groups() + epilogue;
    } else if (op instanceof ConvolutionInputGradient gradient) {
      String spatial = Literals.of(gradient.spatial());
      return window(gradient.window()) + ", " + gradient.groups() + ", " + spatial;
    } else if (op instanceof ConvolutionWeightGradient gradient) {
      String kernel = Literals.of(gradient.kernel());
      return window(gradient.window()) + ", " + gradient.groups() + ", " + kernel;
    } else if (op instanceof MaxPool pool) {
      return Literals.of(pool.kernel()) + ", " + window(pool.window());
    } else if (op instanceof MaxPoolGradient gradient) {
      String spatial = Literals.of(gradient.spatial());
      String kernel = Literals.of(gradient.kernel());
      return kernel + ", " + window(gradient.window()) + ", " + spatial;
    } else if (op instanceof MaxPoolSelect select) {
      return Literals.of(select.kernel()) + ", " + window(select.window());
    } else if (op instanceof AveragePool pool) {
      String kernel = Literals.of(pool.kernel());
      return kernel + ", " + window(pool.window()) + ", " + pool.countsPadding();
    } else if (op instanceof AveragePoolGradient gradient) {
      return Literals.of(gradient.kernel())
          + ", "
          + window(gradient.window())
          + ", "
          + gradient.countsPadding()
          + ", "
          + Literals.of(gradient.spatial());
    } else if (op instanceof Barrier
        || op instanceof CenteredSums
        || op instanceof GatherSum
        || op instanceof Moments
        || op instanceof SoftmaxCrossEntropy
        || op instanceof StopGradient) {
      return "";
    }
    throw new IllegalArgumentException("no source is known for " + op + "; add it here");
  }

  private static String window(Window window) {
    return "new Window("
        + Literals.of(window.strides())
        + ", "
        + Literals.of(window.low())
        + ", "
        + Literals.of(window.high())
        + ", "
        + Literals.of(window.dilations())
        + ")";
  }

  private static String expressions(List<Expr> expressions) {
    return expressions.stream()
        .map(ExprSource::of)
        .collect(Collectors.joining(", ", "List.of(", ")"));
  }
}
