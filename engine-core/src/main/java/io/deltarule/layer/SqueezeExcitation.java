package io.deltarule.layer;

import io.deltarule.expr.ScalarFunction;
import io.deltarule.graph.Value;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Squeeze and excitation (Hu, Shen and Sun 2018): every channel times a factor from 0 to 1 that is
 * computed from the means of all channels, {@code s = sigmoid(W2 relu(W1 mean(x) + b1) + b2)}.
 *
 * <p>Input [N, C, positions...], output of the same shape. Parameters, as in {@code
 * torchvision.ops.SqueezeExcitation}, where they are 1 x 1 convolutions: {@code fc1.weight}
 * [squeezed, C, 1, 1], {@code fc1.bias} [squeezed], {@code fc2.weight} [C, squeezed, 1, 1], {@code
 * fc2.bias} [C].
 */
public final class SqueezeExcitation implements Layer {
  private final int channels;
  private final int squeezed;
  private final ScalarFunction activation;
  private final ScalarFunction gate;
  private final Parameter squeeze;
  private final Parameter squeezeBias;
  private final Parameter excite;
  private final Parameter exciteBias;

  private SqueezeExcitation(
      int channels, int squeezed, ScalarFunction activation, ScalarFunction gate) {
    this.channels = NormalizationChecks.positive("SqueezeExcitation", "channels", channels);
    this.squeezed =
        NormalizationChecks.positive("SqueezeExcitation", "squeezed channels", squeezed);
    this.activation = activation;
    this.gate = gate;
    Initializer weights = Initializers.heUniform();
    squeeze = Parameter.decaying(Shape.of(squeezed, channels, 1, 1), weights);
    squeezeBias = Parameter.withoutDecay(Shape.of(squeezed), Initializers.zeros());
    excite = Parameter.decaying(Shape.of(channels, squeezed, 1, 1), weights);
    exciteBias = Parameter.withoutDecay(Shape.of(channels), Initializers.zeros());
  }

  /** With ReLU between, and a sigmoid at the end. */
  public static SqueezeExcitation of(int channels, int squeezedChannels) {
    return new SqueezeExcitation(
        channels, squeezedChannels, Activations.relu(), Activations.sigmoid());
  }

  /** The same layer with other functions between the two products, and of the factors. */
  public SqueezeExcitation withActivations(ScalarFunction between, ScalarFunction factors) {
    return new SqueezeExcitation(channels, squeezed, between, factors);
  }

  @Override
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    parameters.put("fc1.weight", squeeze);
    parameters.put("fc1.bias", squeezeBias);
    parameters.put("fc2.weight", excite);
    parameters.put("fc2.bias", exciteBias);
    return parameters;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value x = ChannelNormalization.channels("SqueezeExcitation", channels, input, pass);
    if (x.shape().dim(2) == 0) {
      throw new IllegalArgumentException(
          "SqueezeExcitation "
              + pass.where()
              + ": channels need 1 position or more, got "
              + input.shape());
    }
    Value means = x.reduce(Reduce.Kind.MEAN, false, 2);
    Value hidden = dense(means, squeeze, squeezeBias, pass).map(activation);
    Value factors = dense(hidden, excite, exciteBias, pass).map(gate);
    return x.mul(factors.reshape(factors.shape().append(1))).reshape(input.shape());
  }

  private static Value dense(Value x, Parameter weight, Parameter bias, ForwardPass pass) {
    Value matrix = pass.value(weight).reshape(weight.shape().slice(0, 2));
    return x.matmul(matrix, false, true).add(pass.value(bias));
  }

  @Override
  public String toString() {
    return "SqueezeExcitation(" + channels + " -> " + squeezed + ")";
  }
}
