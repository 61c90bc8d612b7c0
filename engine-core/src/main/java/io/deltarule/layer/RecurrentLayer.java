package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.Map;

/**
 * What {@link Lstm}, {@link Gru} and {@link Rnn} have in common: layers of one cell, each over the
 * outputs of the one before, in one direction of time or in both.
 *
 * @param <L> the layer itself
 */
public abstract sealed class RecurrentLayer<L extends RecurrentLayer<L>> implements Layer
    permits Gru, Lstm, Rnn {
  private final RecurrentStack stack;

  RecurrentLayer(RecurrentStack stack) {
    this.stack = stack;
  }

  /** The same kind of layer with another stack. */
  abstract L with(RecurrentStack other);

  private L with(RecurrentStack.Options options) {
    return with(new RecurrentStack(stack.name(), options));
  }

  /** The same with several layers, each over the outputs of the one before. */
  public final L withLayers(int layers) {
    return with(stack.options().withLayers(layers));
  }

  /** The same in both directions of time, with outputs [..., 2 H]: forwards, then backwards. */
  public final L bidirectional() {
    return with(stack.options().inBothDirections());
  }

  /** The same with dropout on the outputs of each layer but the last, in training. */
  public final L withDropout(double probability) {
    return with(stack.options().withDropout(probability));
  }

  /** The same without biases. */
  public final L withoutBias() {
    return with(stack.options().withoutBias());
  }

  /** The same with input and output [B, T, ...] instead of [T, B, ...]; states stay as they are. */
  public final L batchFirst() {
    return with(stack.options().withBatchFirst());
  }

  @Override
  public final Map<String, Parameter> parameters() {
    return stack.parameters();
  }

  /** Sequences of equal length from states of zero; the outputs of every step alone. */
  @Override
  public final Value forward(Value input, ForwardPass pass) {
    return forward(SequenceBatch.of(input), pass).output();
  }

  /**
   * Sequences with lengths and initial states; outputs and final states.
   *
   * @throws IllegalArgumentException if values, lengths or states do not fit, naming the layer,
   *     what was expected, what was found and the remedy
   */
  public final SequenceResult forward(SequenceBatch batch, ForwardPass pass) {
    return stack.forward(batch, pass);
  }

  @Override
  public final String toString() {
    return stack.toString();
  }
}
