package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.Map;

/**
 * A part of a model: builds graph from an input, and owns parameters and children. Sizes are known
 * at construction. A layer is immutable and may be built into any number of graphs.
 */
public interface Layer {
  /**
   * Adds this layer to the graph of its input.
   *
   * @param input the input; the layer's documentation says of which shape
   * @param pass gives parameters their values, and says whether this is training
   * @return the output
   * @throws IllegalArgumentException if the input does not fit, naming the layer, what was
   *     expected, what was found and the remedy
   */
  Value forward(Value input, ForwardPass pass);

  /** The layer's own parameters by name, such as {@code weight}, in order. */
  default Map<String, Parameter> parameters() {
    return Map.of();
  }

  /**
   * The layer's own buffers by name, such as {@code running_mean}, in order: what it carries from
   * step to step and saves with the model, but no optimizer trains.
   */
  default Map<String, Parameter> buffers() {
    return Map.of();
  }

  /** The layers inside this one by name, such as {@code 0} or {@code encoder}, in order. */
  default Map<String, Layer> children() {
    return Map.of();
  }
}
