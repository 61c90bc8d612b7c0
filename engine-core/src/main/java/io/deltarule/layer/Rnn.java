package io.deltarule.layer;

import io.deltarule.op.RecurrentCell;

/**
 * A simple recurrent network, {@code h' = f(W_ih x + b_ih + W_hh h + b_hh)}: {@code torch.nn.RNN}
 * (Elman 1990). It carries one state, h.
 *
 * <p>Input [T, B, in], output [T, B, H], or with the batch first ({@link #batchFirst}); lengths and
 * states by {@link #forward(SequenceBatch, ForwardPass)}. Parameters of layer k: {@code
 * weight_ih_lk} [H, in], {@code weight_hh_lk} [H, H], {@code bias_ih_lk} and {@code bias_hh_lk}
 * [H], with {@code _reverse} after them for the backward direction, all uniform within 1 / sqrt(H)
 * at first. There are no second derivatives.
 */
public final class Rnn extends RecurrentLayer<Rnn> {
  private Rnn(RecurrentStack stack) {
    super(stack);
  }

  /** One layer in one direction, with biases; f is tanh. */
  public static Rnn tanh(int inputSize, int hiddenSize) {
    return new Rnn(RecurrentStack.of("Rnn", RecurrentCell.TANH, inputSize, hiddenSize));
  }

  /** One layer in one direction, with biases; f is ReLU. */
  public static Rnn relu(int inputSize, int hiddenSize) {
    return new Rnn(RecurrentStack.of("Rnn", RecurrentCell.RELU, inputSize, hiddenSize));
  }

  @Override
  Rnn with(RecurrentStack other) {
    return new Rnn(other);
  }
}
