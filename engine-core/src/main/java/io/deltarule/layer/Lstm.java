package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.RecurrentCell;
import java.util.Map;

/**
 * Long short-term memory: {@code torch.nn.LSTM} (Hochreiter and Schmidhuber 1997; {@link
 * RecurrentCell#LSTM} has the formulas). It carries two states, h and c.
 *
 * <p>Input [T, B, in], output [T, B, H], or with the batch first ({@link #batchFirst}); lengths and
 * states by {@link #forward(SequenceBatch, ForwardPass)}. Parameters of layer k: {@code
 * weight_ih_lk} [4 H, in], {@code weight_hh_lk} [4 H, H], {@code bias_ih_lk} and {@code bias_hh_lk}
 * [4 H], with {@code _reverse} after them for the backward direction, all uniform within 1 /
 * sqrt(H) at first. There are no second derivatives.
 */
public final class Lstm implements Layer {
  private final RecurrentStack stack;

  private Lstm(RecurrentStack stack) {
    this.stack = stack;
  }

  /** One layer in one direction, with biases. */
  public static Lstm of(int inputSize, int hiddenSize) {
    return new Lstm(RecurrentStack.of("Lstm", RecurrentCell.LSTM, inputSize, hiddenSize));
  }

  /** The same with several layers, each over the outputs of the one before. */
  public Lstm withLayers(int layers) {
    return with(stack.options().withLayers(layers));
  }

  /** The same in both directions of time, with outputs [..., 2 H]: forwards, then backwards. */
  public Lstm bidirectional() {
    return with(stack.options().inBothDirections());
  }

  /** The same with dropout on the outputs of each layer but the last, in training. */
  public Lstm withDropout(double probability) {
    return with(stack.options().withDropout(probability));
  }

  /** The same without biases. */
  public Lstm withoutBias() {
    return with(stack.options().withoutBias());
  }

  /** The same with input and output [B, T, ...] instead of [T, B, ...]; states stay as they are. */
  public Lstm batchFirst() {
    return with(stack.options().withBatchFirst());
  }

  private Lstm with(RecurrentStack.Options options) {
    return new Lstm(new RecurrentStack("Lstm", options));
  }

  @Override
  public Map<String, Parameter> parameters() {
    return stack.parameters();
  }

  /** Sequences of equal length from states of zero; the outputs of every step alone. */
  @Override
  public Value forward(Value input, ForwardPass pass) {
    return forward(SequenceBatch.of(input), pass).output();
  }

  /**
   * Sequences with lengths and initial states; outputs and final states.
   *
   * @throws IllegalArgumentException if values, lengths or states do not fit, naming the layer,
   *     what was expected, what was found and the remedy
   */
  public SequenceResult forward(SequenceBatch batch, ForwardPass pass) {
    return stack.forward(batch, pass);
  }

  @Override
  public String toString() {
    return stack.toString();
  }
}
