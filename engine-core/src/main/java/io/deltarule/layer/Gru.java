package io.deltarule.layer;

import io.deltarule.op.RecurrentCell;

/**
 * Gated recurrent units: {@code torch.nn.GRU} (Cho et al. 2014; {@link RecurrentCell#GRU} has the
 * formulas). It carries one state, h.
 *
 * <p>Input [T, B, in], output [T, B, H], or with the batch first ({@link #batchFirst}); lengths and
 * states by {@link #forward(SequenceBatch, ForwardPass)}. Parameters of layer k: {@code
 * weight_ih_lk} [3 H, in], {@code weight_hh_lk} [3 H, H], {@code bias_ih_lk} and {@code bias_hh_lk}
 * [3 H], with {@code _reverse} after them for the backward direction, all uniform within 1 /
 * sqrt(H) at first. There are no second derivatives.
 */
public final class Gru extends RecurrentLayer<Gru> {
  private Gru(RecurrentStack stack) {
    super(stack);
  }

  /** One layer in one direction, with biases. */
  public static Gru of(int inputSize, int hiddenSize) {
    return new Gru(RecurrentStack.of("Gru", RecurrentCell.GRU, inputSize, hiddenSize));
  }

  @Override
  Gru with(RecurrentStack other) {
    return new Gru(other);
  }
}
