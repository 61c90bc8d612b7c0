package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * The gradient of {@link Attention}, which computes the scores again rather than keep them. With
 * {@code p = exp(scale q k^T + bias - lse)}, or 0 where the key is masked or lse is -infinity, and
 * {@code ds = p (dy v^T - delta)}:
 *
 * <pre>
 *   dq = scale ds k        dk = scale ds^T q        dv = p^T dy
 * </pre>
 *
 * <p>Inputs: queries [B, H, T, D], keys [B, G, S, D], values [B, G, S, E], dy [B, H, T, E], lse and
 * delta [B, H, T], and the bias if there was one. Outputs: dq, dk and dv, of the shapes of queries,
 * keys and values; what the heads of a group contribute is summed.
 *
 * @param causal as in {@link Attention}
 * @param scale as in {@link Attention}
 */
public record AttentionGradient(boolean causal, double scale) implements Op {
  @Override
  public String name() {
    return "attention_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 6 && inputs.size() != 7) {
      throw new IllegalArgumentException(
          "expected queries, keys, values, dy, lse, delta and possibly a bias, got "
              + inputs.size()
              + " inputs");
    }
    inputs.forEach(Op::requireFloat);
    Shape q = inputs.get(0).shape();
    Shape k = inputs.get(1).shape();
    Shape v = inputs.get(2).shape();
    Attention.requireHeads(q, k, v);
    Shape rows = q.slice(0, 3);
    if (!inputs.get(3).shape().equals(rows.append(v.dim(3)))
        || !inputs.get(4).shape().equals(rows)
        || !inputs.get(5).shape().equals(rows)) {
      throw new IllegalArgumentException(
          "dy must be "
              + rows.append(v.dim(3))
              + ", lse and delta "
              + rows
              + ", got "
              + inputs.subList(3, 6)
              + "; take them from the attention of the same inputs");
    }
    if (inputs.size() == 7) {
      Attention.requireBias(inputs.get(6).shape(), rows.append(k.dim(2)));
    }
    return inputs.subList(0, 3);
  }

  /** There is none: second derivatives of the fused kernel are not defined. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    throw new UnsupportedOperationException(
        node.describe()
            + ": attention has first derivatives only; for second ones compose it of matmul,"
            + " softmax(-1) and matmul");
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    long widths = 3L * inputs.get(0).shape().dim(3) + 2L * inputs.get(2).shape().dim(3);
    return 2 * Attention.pairs(causal, inputs) * widths;
  }
}
