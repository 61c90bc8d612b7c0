package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scaled dot-product attention (Vaswani et al. 2017), {@code y = softmax(scale q k^T + bias) v},
 * without the matrix of scores in memory (Dao et al. 2022, "FlashAttention"). PyTorch's {@code
 * scaled_dot_product_attention}.
 *
 * <p>Inputs: queries [B, H, T, D], keys [B, G, S, D], values [B, G, S, E], and possibly a bias of
 * four dimensions that broadcasts to [B, H, T, S]. G divides H: each H / G heads in a row share
 * keys and values (Ainslie et al. 2023, "GQA"). Outputs: y [B, H, T, E] and the logarithm of the
 * sums of exponentials, {@code lse = log sum_s exp(score_s)} [B, H, T].
 *
 * <p>A bias of -infinity masks a key. A row whose keys are all masked gives 0 and passes on no
 * gradient; its lse is -infinity.
 *
 * @param causal query t sees the keys 0 to t only
 * @param scale what the products are multiplied by, usually {@code 1 / sqrt(D)}
 */
public record Attention(boolean causal, double scale) implements Op {
  public Attention {
    if (!Double.isFinite(scale)) {
      throw new IllegalArgumentException(
          "attention: scale must be finite, got " + scale + "; usual is 1 / sqrt(head size)");
    }
  }

  /** With the usual scale for queries of this width, {@code 1 / sqrt(D)}. */
  public static Attention ofWidth(int width, boolean causal) {
    return new Attention(causal, 1 / Math.sqrt(width));
  }

  /** Adds it to the graph; gives y. */
  public Value of(Value queries, Value keys, Value values) {
    return queries.graph().apply(this, queries, keys, values);
  }

  /** Adds it with a bias to the graph; gives y. */
  public Value of(Value queries, Value keys, Value values, Value bias) {
    return applied(queries, keys, values, bias).output(0);
  }

  private Node applied(Value... inputs) {
    return inputs[0].graph().apply(this, List.of(inputs));
  }

  @Override
  public String name() {
    return "attention";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 3 && inputs.size() != 4) {
      throw new IllegalArgumentException(
          "expected queries, keys, values and possibly a bias, got " + inputs.size() + " inputs");
    }
    inputs.forEach(Op::requireFloat);
    Shape q = inputs.get(0).shape();
    requireHeads(q, inputs.get(1).shape(), inputs.get(2).shape());
    if (inputs.size() == 4) {
      requireBias(inputs.get(3).shape(), q.slice(0, 3).append(inputs.get(1).shape().dim(2)));
    }
    Shape rows = q.slice(0, 3);
    return List.of(
        inputs.get(0).withShape(rows.append(inputs.get(2).shape().dim(3))),
        inputs.get(0).withShape(rows));
  }

  /** Refuses what are not queries, keys and values. */
  static void requireHeads(Shape q, Shape k, Shape v) {
    boolean ranks = q.rank() == 4 && k.rank() == 4 && v.rank() == 4;
    if (!ranks
        || q.dim(0) != k.dim(0)
        || q.dim(3) != k.dim(3)
        || !k.slice(0, 3).equals(v.slice(0, 3))) {
      throw new IllegalArgumentException(
          "queries must be [B, H, T, D], keys [B, G, S, D] and values [B, G, S, E], got "
              + q
              + ", "
              + k
              + " and "
              + v
              + "; reshape and transpose them to heads before rows");
    }
    if (q.dim(3) == 0 || k.dim(1) == 0 || q.dim(1) % k.dim(1) != 0) {
      throw new IllegalArgumentException(
          "the heads of the keys must divide those of the queries, and have a width, got "
              + q
              + " and "
              + k
              + "; choose a number of key heads that divides "
              + q.dim(1));
    }
  }

  /** Refuses what is not a bias of scores. */
  static void requireBias(Shape bias, Shape scores) {
    if (bias.rank() != 4 || !bias.broadcastsTo(scores)) {
      throw new IllegalArgumentException(
          "the bias must have four dimensions and broadcast to the scores "
              + scores
              + ", got "
              + bias
              + "; reshape a mask of keys [B, S] to [B, 1, 1, S]");
    }
  }

  /**
   * By {@link AttentionGradient}, to which each row gives {@code delta = sum_e dy_e y_e - dlse}.
   * The gradient of a bias is composed, with its scores in memory, and costs nothing where nobody
   * asks for it.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value y = node.output(0);
    Value dy = upstream.get(0) == null ? node.graph().zerosLike(y) : upstream.get(0);
    Value delta = dy.mul(y).sum(-1);
    if (upstream.get(1) != null) {
      delta = delta.sub(upstream.get(1));
    }
    List<Value> inputs = new ArrayList<>(node.inputs().subList(0, 3));
    inputs.addAll(List.of(dy, node.output(1), delta));
    inputs.addAll(node.inputs().subList(3, node.inputs().size()));
    Node gradient = node.graph().apply(new AttentionGradient(causal, scale), inputs);
    List<Value> gradients = new ArrayList<>(gradient.outputs());
    if (node.inputs().size() == 4) {
      gradients.add(biasGradient(node, dy, delta));
    }
    return gradients;
  }

  /** {@code sum over what is broadcast of p (dp - delta)}. */
  private Value biasGradient(Node node, Value dy, Value delta) {
    Graph graph = node.graph();
    Value bias = node.input(3);
    Value products = perHead(node.input(0), node.input(1));
    Shape scores = products.shape();
    Value dp = perHead(dy, node.input(2));
    Shape column = delta.shape().append(1);
    Value row = graph.iota(scores.dim(2)).reshape(scores.dim(2), 1);
    Value key = graph.iota(scores.dim(3));

    Expr lse = Expr.input(2);
    Expr p = Expr.input(0).times(scale).plus(Expr.input(1)).minus(lse).exp();
    Expr seen = lse.gt(Expr.constant(Double.NEGATIVE_INFINITY));
    if (causal) {
      seen = seen.and(Expr.input(6, ScalarType.INT).le(Expr.input(5, ScalarType.INT)));
    }
    Expr ds = Expr.select(seen, p.times(Expr.input(3).minus(Expr.input(4))), Expr.ZERO);
    List<Value> inputs =
        new ArrayList<>(
            Arrays.asList(
                products, bias, node.output(1).reshape(column), dp, delta.reshape(column)));
    if (causal) {
      inputs.addAll(List.of(row, key));
    }
    return graph.apply(new Pointwise(ds), inputs).output(0).sumTo(bias.shape());
  }

  /** [B, H, T, D] times the transpose of [B, G, S, D]: [B, H, T, S]. */
  private static Value perHead(Value rows, Value keys) {
    Shape r = rows.shape();
    int groups = keys.shape().dim(1);
    Value grouped =
        rows.reshape(Shape.of(r.dim(0), groups, r.dim(1) / groups * r.dim(2), r.dim(3)));
    Value products = grouped.matmul(keys, false, true);
    return products.reshape(r.slice(0, 3).append(keys.shape().dim(2)));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    long widths = (long) inputs.get(0).shape().dim(3) + inputs.get(2).shape().dim(3);
    return 2 * pairs(causal, inputs) * widths;
  }

  /** How many pairs of a query and a key that it sees there are. */
  static long pairs(boolean causal, List<TensorType> inputs) {
    Shape q = inputs.get(0).shape();
    long t = q.dim(2);
    long s = inputs.get(1).shape().dim(2);
    long least = Math.min(t, s);
    long seen = causal ? least * (least + 1) / 2 + (t - least) * s : t * s;
    return (long) q.dim(0) * q.dim(1) * seen;
  }
}
