package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Self-attention and a feed-forward network, each with a residual connection and a normalisation
 * (Vaswani et al. 2017): PyTorch's {@code TransformerEncoderLayer} with {@code batch_first}, its
 * names and its defaults but for dropout, of which there is none until asked for.
 *
 * <p>Input and output [B, T, width]. Children: {@code self_attn}, {@code linear1} [hidden, width],
 * {@code linear2} [width, hidden], {@code norm1} and {@code norm2}. Normalisation comes after each
 * residual sum, or before each branch ({@link #normFirst}). Dropout is where PyTorch has it, but
 * for the weights of the attention. There are no second derivatives.
 */
public final class TransformerEncoderLayer implements Layer {
  private final Map<String, Layer> children = new LinkedHashMap<>();
  private final MultiHeadAttention attention;
  private final TransformerOptions options;

  private TransformerEncoderLayer(
      MultiHeadAttention attention, Map<String, Layer> others, TransformerOptions options) {
    this.attention = attention;
    this.options = options;
    children.put("self_attn", attention);
    children.putAll(others);
    children.put("self_attn", attention);
  }

  /**
   * A layer with normalisation after the sums, ReLU and no dropout.
   *
   * @param hidden the width of the feed-forward network
   * @throws IllegalArgumentException if the heads do not divide the width
   */
  public static TransformerEncoderLayer of(int width, int heads, int hidden) {
    Map<String, Layer> others = new LinkedHashMap<>();
    others.put("linear1", Dense.of(width, hidden));
    others.put("linear2", Dense.of(hidden, width));
    others.put("norm1", LayerNorm.of(width));
    others.put("norm2", LayerNorm.of(width));
    return new TransformerEncoderLayer(
        MultiHeadAttention.of(width, heads), others, TransformerOptions.standard());
  }

  /** The same layer with normalisation before attention and feed-forward network. */
  public TransformerEncoderLayer normFirst() {
    return with(attention, options.withNormFirst());
  }

  /** The same layer with another activation in the feed-forward network. */
  public TransformerEncoderLayer withActivation(Activation activation) {
    return with(attention, options.withActivation(activation));
  }

  /** The same layer with dropout. */
  public TransformerEncoderLayer withDropout(double probability) {
    return with(attention, options.withDropout(probability));
  }

  /** The same layer in which position t attends to positions 0 to t: a decoder's without memory. */
  public TransformerEncoderLayer causal() {
    return with(attention.causal(), options);
  }

  private TransformerEncoderLayer with(MultiHeadAttention other, TransformerOptions otherOptions) {
    return new TransformerEncoderLayer(other, children, otherOptions);
  }

  @Override
  public Map<String, Layer> children() {
    return children;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    return encode(input, null, pass);
  }

  /**
   * The layer with a mask.
   *
   * @param mask as in {@link MultiHeadAttention#attend}; null for none
   */
  public Value encode(Value input, Value mask, ForwardPass pass) {
    if (options.normFirst()) {
      Value attended =
          input.add(attend(pass.child("norm1", children.get("norm1"), input), mask, pass));
      return attended.add(feed(pass.child("norm2", children.get("norm2"), attended), pass));
    }
    Value attended =
        pass.child("norm1", children.get("norm1"), input.add(attend(input, mask, pass)));
    return pass.child("norm2", children.get("norm2"), attended.add(feed(attended, pass)));
  }

  private Value attend(Value input, Value mask, ForwardPass pass) {
    Value attended =
        pass.graph().scoped("self_attn", () -> attention.attend(input, input, mask, pass));
    return options.dropout().forward(attended, pass);
  }

  private Value feed(Value input, ForwardPass pass) {
    return FeedForward.of(children, options, input, pass);
  }

  @Override
  public String toString() {
    return "TransformerEncoderLayer(" + attention + ", " + children.get("linear1") + options + ")";
  }
}
