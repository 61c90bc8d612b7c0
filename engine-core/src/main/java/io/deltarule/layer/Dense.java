package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A fully-connected layer, {@code y = x W^T + b}.
 *
 * <p>Input [..., in], output [..., out]. Parameters: {@code weight} [out, in] and {@code bias}
 * [out], stored as PyTorch's {@code Linear} stores them.
 */
public final class Dense implements Layer {
  private final int in;
  private final int out;
  private final Parameter weight;
  private final Parameter bias;

  private Dense(int in, int out, Initializer weights, Initializer biases) {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "Dense: inFeatures and outFeatures must be 1 or more, got " + in + " and " + out);
    }
    this.in = in;
    this.out = out;
    this.weight = Parameter.decaying(Shape.of(out, in), weights);
    this.bias = biases == null ? null : Parameter.withoutDecay(Shape.of(out), biases);
  }

  /** A layer with He-uniform weights and zero biases. */
  public static Dense of(int inFeatures, int outFeatures) {
    return new Dense(inFeatures, outFeatures, Initializers.heUniform(), Initializers.zeros());
  }

  /** The same layer with other first values; one without a bias stays so. */
  public Dense initializedBy(Initializer weights, Initializer biases) {
    Objects.requireNonNull(biases, "biases");
    return new Dense(in, out, weights, bias == null ? null : biases);
  }

  /** The same layer without a bias. */
  public Dense withoutBias() {
    return new Dense(in, out, weight.initializer(), null);
  }

  public Parameter weight() {
    return weight;
  }

  @Override
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    if (bias != null) {
      parameters.put("bias", bias);
    }
    return parameters;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Shape shape = input.shape();
    if (shape.rank() < 1 || shape.dim(-1) != in) {
      throw new IllegalArgumentException(
          "Dense "
              + pass.where()
              + ": input must have last dimension "
              + in
              + ", got "
              + shape
              + (shape.rank() < 1 ? "" : "; set inFeatures to " + shape.dim(-1))
              + " or reshape the input.");
    }
    // One product over all rows, whatever the leading dimensions are.
    Value rows = shape.rank() == 2 ? input : input.reshape(-1, in);
    Value product = rows.matmul(pass.value(weight), false, true);
    Value result = bias == null ? product : product.add(pass.value(bias));
    return result.reshape(shape.with(-1, out));
  }

  @Override
  public String toString() {
    return "Dense(" + in + " -> " + out + (bias == null ? ", no bias)" : ")");
  }
}
