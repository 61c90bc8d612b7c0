package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Map;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016): {@code y = (x - mean) / sqrt(variance + eps)
 * weight + bias} by mean and biased variance over the last axis, or several last ones; {@code
 * torch.nn.LayerNorm}. Training and evaluation are the same.
 *
 * <p>Input [..., normalised...], output of the same shape. Parameters of the normalised axes'
 * shape: {@code weight} and {@code bias}, ones and zeros at first, which weight decay leaves alone.
 */
public final class LayerNorm implements Layer {
  private static final double EPSILON = 1e-5;

  private final Shape normalized;
  private final double epsilon;
  private final Affine.Parameters affine;

  private LayerNorm(Shape normalized, double epsilon, Affine.Parameters affine) {
    this.normalized = normalized;
    this.epsilon = NormalizationChecks.epsilon("LayerNorm", epsilon);
    this.affine = affine.anew();
  }

  /** Normalises over last axes of these sizes, with eps 1e-5, weight and bias. */
  public static LayerNorm of(int... sizes) {
    Shape shape = NormalizationChecks.normalized("LayerNorm", sizes);
    return new LayerNorm(shape, EPSILON, Affine.Parameters.both(shape));
  }

  /** The same layer with another number that is added to the variance, more than 0. */
  public LayerNorm withEpsilon(double value) {
    return new LayerNorm(normalized, value, affine);
  }

  /** The same layer without a bias. */
  public LayerNorm withoutBias() {
    return new LayerNorm(normalized, epsilon, Affine.Parameters.weightAlone(normalized));
  }

  /** The same layer without weight and bias. */
  public LayerNorm withoutAffine() {
    return new LayerNorm(normalized, epsilon, Affine.Parameters.none());
  }

  @Override
  public Map<String, Parameter> parameters() {
    return affine.named();
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    NormalizationChecks.requireLast("LayerNorm", normalized, input.shape(), pass);
    return new RowNormalization(epsilon, true).apply(input, normalized, affine.in(pass));
  }

  @Override
  public String toString() {
    return "LayerNorm(" + normalized + affine.description() + ")";
  }
}
