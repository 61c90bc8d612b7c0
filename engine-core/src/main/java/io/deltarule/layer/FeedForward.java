package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.Map;

/** The feed-forward network of PyTorch's transformer layers. */
final class FeedForward {
  private FeedForward() {}

  /** {@code dropout(linear2(dropout(activation(linear1(x)))))} of layers by their names. */
  static Value of(
      Map<String, Layer> layers, TransformerOptions options, Value input, ForwardPass pass) {
    Value raised = pass.child("linear1", layers.get("linear1"), input);
    Value hidden = options.activation().forward(raised, pass);
    Dropout dropout = options.dropout();
    Value output = pass.child("linear2", layers.get("linear2"), dropout.forward(hidden, pass));
    return dropout.forward(output, pass);
  }
}
