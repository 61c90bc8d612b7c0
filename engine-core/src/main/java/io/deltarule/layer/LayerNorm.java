package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Layer normalisation over the last axis (Ba et al. 2016), {@code y = (x - mean) / sqrt(var + eps)
 * weight + bias}. Input and output [..., features]. Parameters: {@code weight} and {@code bias}
 * [features], as in PyTorch's {@code LayerNorm}, eps 1e-5.
 */
public final class LayerNorm implements Layer {
  private static final double EPS = 1e-5;

  private final int features;
  private final Parameter weight;
  private final Parameter bias;

  private LayerNorm(int features) {
    this.features = features;
    weight = Parameter.withoutDecay(Shape.of(features), Initializers.ones());
    bias = Parameter.withoutDecay(Shape.of(features), Initializers.zeros());
  }

  /** A layer with weight 1 and bias 0. */
  public static LayerNorm of(int features) {
    if (features < 1) {
      throw new IllegalArgumentException(
          "LayerNorm: features must be 1 or more, got " + features + "; give the last dimension");
    }
    return new LayerNorm(features);
  }

  @Override
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    parameters.put("bias", bias);
    return parameters;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    if (input.shape().rank() < 1 || input.shape().dim(-1) != features) {
      throw new IllegalArgumentException(
          "LayerNorm "
              + pass.where()
              + ": input must have last dimension "
              + features
              + ", got "
              + input.shape()
              + "; set features to the last dimension of the input.");
    }
    Value centred = input.sub(input.reduce(Reduce.Kind.MEAN, true, -1));
    Value variance = centred.square().reduce(Reduce.Kind.MEAN, true, -1);
    Value normal = centred.div(variance.add(EPS).sqrt());
    return normal.mul(pass.value(weight)).add(pass.value(bias));
  }

  @Override
  public String toString() {
    return "LayerNorm(" + features + ")";
  }
}
