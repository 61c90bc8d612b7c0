package io.deltarule.benchmarks.workload;

import io.deltarule.graph.Value;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Initializers;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.tensor.Shape;
import java.util.Map;

/**
 * Embeds each token and averages over a sample's tokens: a gather and a mean. Input INT32 [B, T],
 * output [B, width]. Parameter: {@code weight} [vocabulary, width].
 */
record MeanEmbedding(Parameter weight) implements Layer {
  static MeanEmbedding of(int vocabulary, int width) {
    return new MeanEmbedding(
        Parameter.decaying(Shape.of(vocabulary, width), Initializers.normal(1)));
  }

  @Override
  public Map<String, Parameter> parameters() {
    return Map.of("weight", weight);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    return pass.value(weight).gather(input).mean(1);
  }
}
