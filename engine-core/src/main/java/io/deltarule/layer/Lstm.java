package io.deltarule.layer;

import io.deltarule.op.RecurrentCell;

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
public final class Lstm extends RecurrentLayer<Lstm> {
  private Lstm(RecurrentStack stack) {
    super(stack);
  }

  /** One layer in one direction, with biases. */
  public static Lstm of(int inputSize, int hiddenSize) {
    return new Lstm(RecurrentStack.of("Lstm", RecurrentCell.LSTM, inputSize, hiddenSize));
  }

  @Override
  Lstm with(RecurrentStack other) {
    return new Lstm(other);
  }
}
