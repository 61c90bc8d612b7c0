package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.List;

/**
 * What a recurrent layer gives.
 *
 * @param output the last layer's h of every step, [T, B, directions times H], or [B, T, ...] of a
 *     layer that is {@code batchFirst}
 * @param states the final states, each [layers times directions, B, H]: h, and for an LSTM c
 */
public record SequenceResult(Value output, List<Value> states) {
  public SequenceResult {
    states = List.copyOf(states);
  }
}
