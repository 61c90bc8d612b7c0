package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows scaled to deviation 1: {@code y[r,i] = (x[r,i] - mean_r) inverse_r weight_i + bias_i} with
 * {@code inverse_r = 1 / sqrt(1/L sum_i (x[r,i] - mean_r)^2 + epsilon)}. Centered, mean_r is the
 * row's mean (layer normalisation, Ba, Kiros and Hinton 2016), else 0 (root-mean-square
 * normalisation, Zhang and Sennrich 2019).
 *
 * <p>Inputs: x [R, L] with L of 1 or more; optionally weight [L], without it 1; and then optionally
 * bias [L], without it 0. Outputs: y [R, L]; mean [R], if centered; inverse [R].
 *
 * @param epsilon is added to the variance, more than 0
 * @param centered whether the mean is subtracted
 */
public record NormalizeRows(double epsilon, boolean centered) implements Op {
  @Override
  public String name() {
    return "normalize_rows";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.isEmpty() || inputs.size() > 3) {
      throw new IllegalArgumentException(
          "expected x, and optionally weight and bias, got " + inputs.size() + " inputs");
    }
    Shape x = Op.requireFloat(inputs.get(0)).shape();
    if (x.rank() != 2 || x.dim(1) == 0) {
      throw new IllegalArgumentException(
          "x must be [rows, length] with 1 element a row or more, got " + x + "; reshape it");
    }
    for (TensorType input : inputs.subList(1, inputs.size())) {
      if (!Op.requireFloat(input).shape().equals(Shape.of(x.dim(1)))) {
        throw new IllegalArgumentException(
            "weight and bias must be [" + x.dim(1) + "], as long as the rows, got " + input);
      }
    }
    TensorType row = inputs.get(0).withShape(Shape.of(x.dim(0)));
    return centered ? List.of(inputs.get(0), row, row) : List.of(inputs.get(0), row);
  }

  /**
   * By {@link NormalizeRowsGradient}; where mean and inverse are used as well, as they are by that
   * operation's own gradient, {@code dx += (dmean - dinverse inverse^3 (x - mean)) / L}.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    List<Value> gradients = new ArrayList<>(Collections.nCopies(node.inputs().size(), null));
    Value dy = upstream.get(0);
    Value inverse = node.output(centered ? 2 : 1);
    if (dy != null) {
      boolean weighted = node.inputs().size() > 1;
      List<Value> inputs = new ArrayList<>(List.of(dy, node.input(0)));
      if (centered) {
        inputs.add(node.output(1));
      }
      inputs.add(inverse);
      if (weighted) {
        inputs.add(node.input(1));
      }
      Op op = new NormalizeRowsGradient(centered, weighted, node.inputs().size() > 2);
      List<Value> found = node.graph().apply(op, inputs).outputs();
      for (int i = 0; i < found.size(); i++) {
        gradients.set(i, found.get(i));
      }
    }
    Value dmean = centered ? upstream.get(1) : null;
    Value dinverse = upstream.get(centered ? 2 : 1);
    gradients.set(0, sum(gradients.get(0), ofStatistics(node, inverse, dmean, dinverse)));
    return gradients;
  }

  private Value ofStatistics(Node node, Value inverse, Value dmean, Value dinverse) {
    Value x = node.input(0);
    double share = 1.0 / x.shape().dim(1);
    Value dx = null;
    if (dmean != null) {
      dx = column(dmean.mul(share)).broadcastTo(x.shape());
    }
    if (dinverse != null) {
      Expr cube = Expr.input(1).square().times(Expr.input(1));
      Value factor = dinverse.pointwise(Expr.input(0).times(cube).times(-share), inverse);
      Value centred = centered ? x.sub(column(node.output(1))) : x;
      dx = sum(dx, centred.mul(column(factor)));
    }
    return dx;
  }

  private static Value sum(Value a, Value b) {
    return a == null ? b : b == null ? a : a.add(b);
  }

  /** A value [R] as [R, 1]. */
  static Value column(Value row) {
    return row.reshape(row.shape().append(1));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 8 * inputs.get(0).shape().elementCount();
  }
}
