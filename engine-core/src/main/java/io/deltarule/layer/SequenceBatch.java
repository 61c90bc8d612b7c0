package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a recurrent layer can be given: sequences, how long each is, and the states to begin with.
 *
 * @param values [T, B, D], or [B, T, D] for a layer that is {@code batchFirst}
 * @param lengths INT32 [B]: the steps of each sequence, 0 to T; all T if empty
 * @param states the initial states, each [layers times directions, B, H], layer by layer and
 *     forwards before backwards, as PyTorch has them: h, and for an LSTM c; zeros if there are none
 */
public record SequenceBatch(Value values, Optional<Value> lengths, List<Value> states) {
  public SequenceBatch {
    Objects.requireNonNull(values, "values");
    states = List.copyOf(states);
  }

  /** Sequences of equal length that begin with states of zero. */
  public static SequenceBatch of(Value values) {
    return new SequenceBatch(values, Optional.empty(), List.of());
  }

  /**
   * The same sequences, of which row b ends after {@code lengths[b]} steps: its outputs are 0 from
   * there on, its final state is that of its own last step, and in reverse it begins there.
   */
  public SequenceBatch withLengths(Value rowLengths) {
    return new SequenceBatch(values, Optional.of(rowLengths), states);
  }

  /** The same sequences from these states on. */
  public SequenceBatch from(List<Value> initial) {
    return new SequenceBatch(values, lengths, initial);
  }
}
