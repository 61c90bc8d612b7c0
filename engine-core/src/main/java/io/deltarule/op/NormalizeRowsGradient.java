package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of {@link NormalizeRows}. With {@code g = dy weight} and {@code n = (x - mean)
 * inverse}, means taken over a row of length L:
 *
 * <ul>
 *   <li>{@code dx = inverse (g - mean(g) - n mean(g n))}, where mean(g) counts only if centered
 *   <li>{@code dweight_i = sum_r dy[r,i] n[r,i]} and {@code dbias_i = sum_r dy[r,i]}
 * </ul>
 *
 * <p>Inputs: dy [R, L], x [R, L]; mean [R], if centered; inverse [R]; weight [L], if weighted.
 * Outputs: dx [R, L]; dweight [L], if weighted; dbias [L], if biased.
 *
 * @param centered whether the mean was subtracted
 * @param weighted whether there is a weight
 * @param biased whether there is a bias; only with a weight
 */
public record NormalizeRowsGradient(boolean centered, boolean weighted, boolean biased)
    implements Op {
  public NormalizeRowsGradient {
    if (biased && !weighted) {
      throw new IllegalArgumentException("normalize_rows_gradient: a bias needs a weight");
    }
  }

  @Override
  public String name() {
    return "normalize_rows_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 3 + (centered ? 1 : 0) + (weighted ? 1 : 0));
    Shape x = Op.requireFloat(inputs.get(1)).shape();
    if (x.rank() != 2 || x.dim(1) == 0 || !inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException(
          "dy and x must both be [rows, length] with 1 element a row or more, got "
              + inputs.get(0)
              + " and "
              + inputs.get(1));
    }
    TensorType row = inputs.get(1).withShape(Shape.of(x.dim(0)));
    TensorType column = inputs.get(1).withShape(Shape.of(x.dim(1)));
    int statistics = centered ? 2 : 1;
    for (int i = 2; i < inputs.size(); i++) {
      TensorType expected = i < 2 + statistics ? row : column;
      if (!inputs.get(i).equals(expected)) {
        throw new IllegalArgumentException(
            "input " + i + " must be " + expected + ", got " + inputs.get(i));
      }
    }
    List<TensorType> outputs = new ArrayList<>(List.of(inputs.get(1)));
    if (weighted) {
      outputs.add(column);
    }
    if (biased) {
      outputs.add(column);
    }
    return outputs;
  }

  /**
   * With u, v and z the gradients with respect to dx, dweight and dbias: dx is linear in g and
   * symmetric, so that {@code a = inverse (u - mean(u) - n mean(u n))} is the gradient with respect
   * to g, and {@code b = v dy - inverse (u mean(g n) + g mean(u n))} that with respect to n.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Rows rows = new Rows(node);
    Value u = upstream.get(0);
    Value v = weighted ? upstream.get(1) : null;
    Value z = biased ? upstream.get(2) : null;
    Value dy = node.input(0);
    Value ddy = null;
    Value dweight = null;
    Value dn = null;
    Value dinverse = null;
    if (u != null) {
      Value g = weighted ? dy.mul(rows.weight) : dy;
      Value a = rows.projected(u).mul(rows.inverse);
      ddy = weighted ? a.mul(rows.weight) : a;
      dweight = weighted ? a.mul(dy).sum(0) : null;
      Expr b = Expr.input(0).times(Expr.input(1)).plus(Expr.input(2).times(Expr.input(3)));
      dn =
          u.pointwise(
              b.times(Expr.input(4)).negate(),
              rows.mean(g.mul(rows.n)),
              g,
              rows.mean(u.mul(rows.n)),
              rows.inverse);
      dinverse = u.mul(rows.projected(g)).sum(1);
    }
    if (v != null) {
      ddy = sum(ddy, rows.n.mul(v));
      dn = sum(dn, dy.mul(v));
    }
    if (z != null) {
      ddy = sum(ddy, z.broadcastTo(dy.shape()));
    }
    Value dx = null;
    Value dmean = null;
    if (dn != null) {
      dx = dn.mul(rows.inverse);
      dmean = dx.sum(1).neg();
      dinverse = sum(dinverse, dn.mul(rows.centred).sum(1));
    }
    List<Value> gradients = new ArrayList<>();
    gradients.add(ddy);
    gradients.add(dx);
    if (centered) {
      gradients.add(dmean);
    }
    gradients.add(dinverse);
    if (weighted) {
      gradients.add(dweight);
    }
    return gradients;
  }

  private static Value sum(Value a, Value b) {
    return a == null ? b : a.add(b);
  }

  /** What a row is made of, as graph. */
  private final class Rows {
    private final Value inverse;
    private final Value weight;
    private final Value centred;
    private final Value n;

    private Rows(Node node) {
      Value x = node.input(1);
      inverse = NormalizeRows.column(node.input(centered ? 3 : 2));
      weight = weighted ? node.input(node.inputs().size() - 1) : null;
      centred = centered ? x.sub(NormalizeRows.column(node.input(2))) : x;
      n = centred.mul(inverse);
    }

    /** The means [R, 1] of rows. */
    private Value mean(Value value) {
      return value.reduce(Reduce.Kind.MEAN, true, 1);
    }

    /** {@code value - mean(value) - n mean(value n)}. */
    private Value projected(Value value) {
      Value rest = value.sub(n.mul(mean(value.mul(n))));
      return centered ? rest.sub(mean(value)) : rest;
    }
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 14 * inputs.get(0).shape().elementCount();
  }
}
