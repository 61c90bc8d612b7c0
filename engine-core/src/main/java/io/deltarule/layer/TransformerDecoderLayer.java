package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Causal self-attention, attention to a memory and a feed-forward network, each with a residual
 * connection and a normalisation (Vaswani et al. 2017): PyTorch's {@code TransformerDecoderLayer}
 * with {@code batch_first} and {@code tgt_is_causal}, its names and its defaults but for dropout,
 * of which there is none until asked for.
 *
 * <p>Input [B, T, width] and memory [B, S, width] ({@link #decode}), output [B, T, width].
 * Children: {@code self_attn}, {@code multihead_attn}, {@code linear1} [hidden, width], {@code
 * linear2} [width, hidden], {@code norm1}, {@code norm2} and {@code norm3}. There are no second
 * derivatives.
 */
public final class TransformerDecoderLayer implements Layer {
  private final MultiHeadAttention own;
  private final MultiHeadAttention cross;
  private final Map<String, Layer> children;
  private final TransformerOptions options;

  private TransformerDecoderLayer(
      MultiHeadAttention own,
      MultiHeadAttention cross,
      Map<String, Layer> children,
      TransformerOptions options) {
    this.own = own;
    this.cross = cross;
    this.children = children;
    this.options = options;
  }

  /**
   * A layer with normalisation after the sums, ReLU and no dropout.
   *
   * @param hidden the width of the feed-forward network
   * @throws IllegalArgumentException if the heads do not divide the width
   */
  public static TransformerDecoderLayer of(int width, int heads, int hidden) {
    MultiHeadAttention own = MultiHeadAttention.of(width, heads).causal();
    MultiHeadAttention cross = MultiHeadAttention.of(width, heads);
    Map<String, Layer> children = new LinkedHashMap<>();
    children.put("self_attn", own);
    children.put("multihead_attn", cross);
    children.put("linear1", Dense.of(width, hidden));
    children.put("linear2", Dense.of(hidden, width));
    children.put("norm1", LayerNorm.of(width));
    children.put("norm2", LayerNorm.of(width));
    children.put("norm3", LayerNorm.of(width));
    return new TransformerDecoderLayer(own, cross, children, TransformerOptions.standard());
  }

  /** The same layer with normalisation before each branch. */
  public TransformerDecoderLayer normFirst() {
    return with(options.withNormFirst());
  }

  /** The same layer with another activation in the feed-forward network. */
  public TransformerDecoderLayer withActivation(Activation activation) {
    return with(options.withActivation(activation));
  }

  /** The same layer with dropout. */
  public TransformerDecoderLayer withDropout(double probability) {
    return with(options.withDropout(probability));
  }

  private TransformerDecoderLayer with(TransformerOptions other) {
    return new TransformerDecoderLayer(own, cross, children, other);
  }

  @Override
  public Map<String, Layer> children() {
    return children;
  }

  /** With the input itself as memory. */
  @Override
  public Value forward(Value input, ForwardPass pass) {
    return decode(input, input, null, pass);
  }

  /**
   * The layer.
   *
   * @param memory what the encoder gave, [B, S, width]
   * @param memoryMask hides keys of the memory, as in {@link MultiHeadAttention#attend}; or null
   */
  public Value decode(Value input, Value memory, Value memoryMask, ForwardPass pass) {
    Value x = input;
    if (options.normFirst()) {
      x = x.add(attendToSelf(normed("norm1", x, pass), pass));
      x = x.add(attendToMemory(normed("norm2", x, pass), memory, memoryMask, pass));
      return x.add(feed(normed("norm3", x, pass), pass));
    }
    x = normed("norm1", x.add(attendToSelf(x, pass)), pass);
    x = normed("norm2", x.add(attendToMemory(x, memory, memoryMask, pass)), pass);
    return normed("norm3", x.add(feed(x, pass)), pass);
  }

  private Value normed(String name, Value input, ForwardPass pass) {
    return pass.child(name, children.get(name), input);
  }

  private Value attendToSelf(Value input, ForwardPass pass) {
    return options.dropout().forward(pass.child("self_attn", own, input), pass);
  }

  private Value attendToMemory(Value input, Value memory, Value mask, ForwardPass pass) {
    Value attended =
        pass.graph().scoped("multihead_attn", () -> cross.attend(input, memory, mask, pass));
    return options.dropout().forward(attended, pass);
  }

  private Value feed(Value input, ForwardPass pass) {
    return FeedForward.of(children, options, input, pass);
  }

  @Override
  public String toString() {
    return "TransformerDecoderLayer(" + cross + ", " + children.get("linear1") + options + ")";
  }
}
