package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A fully-connected layer whose weight is stored transposed, {@code y = x W + b}: what GPT-2's
 * files call a convolution of width 1 and store so.
 *
 * <p>Input [..., in], output [..., out]. Parameters: {@code weight} [in, out] and {@code bias}
 * [out], zero at first.
 */
public final class TransposedDense implements Layer {
  private final int in;
  private final int out;
  private final Parameter weight;
  private final Parameter bias;

  private TransposedDense(int in, int out, Initializer weights) {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "TransposedDense: inFeatures and outFeatures must be 1 or more, got "
              + in
              + " and "
              + out
              + "; give the last dimensions of input and output");
    }
    this.in = in;
    this.out = out;
    weight = Parameter.decaying(Shape.of(in, out), weights);
    bias = Parameter.withoutDecay(Shape.of(out), Initializers.zeros());
  }

  /** A layer with these first weights. */
  public static TransposedDense of(int inFeatures, int outFeatures, Initializer weights) {
    return new TransposedDense(inFeatures, outFeatures, weights);
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
    Shape shape = input.shape();
    if (shape.rank() < 1 || shape.dim(-1) != in) {
      throw new IllegalArgumentException(
          "TransposedDense "
              + pass.where()
              + ": input must have last dimension "
              + in
              + ", got "
              + shape
              + "; set inFeatures to the last dimension of the input.");
    }
    Value product = input.reshape(-1, in).matmul(pass.value(weight));
    return product.add(pass.value(bias)).reshape(shape.with(-1, out));
  }

  @Override
  public String toString() {
    return "TransposedDense(" + in + " -> " + out + ")";
  }
}
