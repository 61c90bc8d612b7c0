package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Attention;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Attention of several heads (Vaswani et al. 2017): PyTorch's {@code MultiheadAttention} with
 * {@code batch_first}. Queries, keys and values are projected, each head attends with its part of
 * the width, and what the heads give is projected again.
 *
 * <p>Input [B, T, width], output the same. With a memory [B, S, width] ({@link #attend}) keys and
 * values come from there: cross-attention. Parameters: {@code in_proj_weight} [3 width, width],
 * {@code in_proj_bias} [3 width], {@code out_proj.weight} [width, width] and {@code out_proj.bias}
 * [width], of which the first are queries', keys' and values' one after the other. First values are
 * PyTorch's: Glorot-uniform, uniform on 1 / sqrt(width), zero biases.
 *
 * <p>There is no dropout of the weights, which are never in memory; put a {@link Dropout} behind
 * the layer instead. There are no second derivatives.
 */
public final class MultiHeadAttention implements Layer {
  private final int width;
  private final int heads;
  private final boolean causal;
  private final Parameter weight;
  private final Parameter bias;
  private final Dense output;

  private MultiHeadAttention(
      int width, int heads, boolean causal, Parameter weight, Parameter bias, Dense output) {
    this.width = width;
    this.heads = heads;
    this.causal = causal;
    this.weight = weight;
    this.bias = bias;
    this.output = output;
  }

  /**
   * A layer in which every position attends to all.
   *
   * @throws IllegalArgumentException if the heads do not divide the width
   */
  public static MultiHeadAttention of(int width, int heads) {
    Heads.size("MultiHeadAttention", width, heads);
    double bound = 1 / Math.sqrt(width);
    return new MultiHeadAttention(
        width,
        heads,
        false,
        Parameter.decaying(Shape.of(3 * width, width), Initializers.glorotUniform()),
        Parameter.withoutDecay(Shape.of(3 * width), Initializers.zeros()),
        Dense.of(width, width)
            .initializedBy(Initializers.uniform(-bound, bound), Initializers.zeros()));
  }

  /** The same layer in which position t attends to positions 0 to t. */
  public MultiHeadAttention causal() {
    return new MultiHeadAttention(width, heads, true, weight, bias, output);
  }

  /** The same layer without biases. */
  public MultiHeadAttention withoutBias() {
    return new MultiHeadAttention(width, heads, causal, weight, null, output.withoutBias());
  }

  @Override
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    parameters.put("in_proj_weight", weight);
    if (bias != null) {
      parameters.put("in_proj_bias", bias);
    }
    return parameters;
  }

  @Override
  public Map<String, Layer> children() {
    return Map.of("out_proj", output);
  }

  /** Self-attention. */
  @Override
  public Value forward(Value input, ForwardPass pass) {
    return attend(input, input, null, pass);
  }

  /**
   * Attention with a mask, or to another sequence.
   *
   * @param queries [B, T, width]
   * @param memory where keys and values come from: [B, S, width], or the queries themselves
   * @param mask a bias of the scores that broadcasts to [B, heads, T, S], such as {@link
   *     AttentionMask} makes; null for none
   * @return [B, T, width]; 0 before the output's projection where all keys are masked
   */
  public Value attend(Value queries, Value memory, Value mask, ForwardPass pass) {
    Heads.requireSequences("MultiHeadAttention", "queries", queries, width, pass);
    Heads.requireSequences("MultiHeadAttention", "memory", memory, width, pass);
    if (queries.shape().dim(0) != memory.shape().dim(0)) {
      throw new IllegalArgumentException(
          "MultiHeadAttention "
              + pass.where()
              + ": queries and memory must have as many sequences, got "
              + queries.shape()
              + " and "
              + memory.shape()
              + "; give each sequence of queries its memory.");
    }
    List<Value> q;
    List<Value> kv;
    if (queries == memory) {
      List<Value> all = Heads.split(projected(queries, 0, 3, pass), 3, heads);
      q = all.subList(0, 1);
      kv = all.subList(1, 3);
    } else {
      q = Heads.split(projected(queries, 0, 1, pass), 1, heads);
      kv = Heads.split(projected(memory, 1, 3, pass), 2, heads);
    }
    Attention op = Attention.ofWidth(width / heads, causal);
    Value attended =
        mask == null
            ? op.of(q.get(0), kv.get(0), kv.get(1))
            : op.of(q.get(0), kv.get(0), kv.get(1), mask);
    return pass.child("out_proj", output, Heads.join(attended));
  }

  /** The rows times parts {@code from} to {@code to} of the weight. */
  private Value projected(Value rows, int from, int to, ForwardPass pass) {
    Value w = pass.value(weight);
    boolean whole = to - from == 3;
    Value part = whole ? w : w.slice(0, from * width, to * width);
    Value product = rows.reshape(-1, width).matmul(part, false, true);
    if (bias != null) {
      Value b = pass.value(bias);
      product = product.add(whole ? b : b.slice(0, from * width, to * width));
    }
    return product.reshape(rows.shape().with(-1, (to - from) * width));
  }

  @Override
  public String toString() {
    return "MultiHeadAttention("
        + width
        + ", "
        + heads
        + " heads"
        + (causal ? ", causal" : "")
        + (bias == null ? ", no bias)" : ")");
  }
}
