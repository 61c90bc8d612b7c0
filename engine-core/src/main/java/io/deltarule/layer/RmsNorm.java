package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Map;

/**
 * Root-mean-square normalisation (Zhang and Sennrich 2019): {@code y = x / sqrt(mean(x^2) + eps)
 * weight}, with the mean over the last axis, or several last ones; {@code torch.nn.RMSNorm}.
 * Training and evaluation are the same.
 *
 * <p>Input [..., normalised...], output of the same shape. Parameter of the normalised axes' shape:
 * {@code weight}, ones at first, which weight decay leaves alone.
 */
public final class RmsNorm implements Layer {
  /** PyTorch's default: the distance from 1 to the next larger float32. */
  private static final double EPSILON = DType.FLOAT32.epsilon();

  private final Shape normalized;
  private final double epsilon;
  private final Affine.Parameters affine;

  private RmsNorm(Shape normalized, double epsilon, Affine.Parameters affine) {
    this.normalized = normalized;
    this.epsilon = NormalizationChecks.epsilon("RmsNorm", epsilon);
    this.affine = affine.anew();
  }

  /** Normalises over last axes of these sizes, with eps 2^-23 and a weight. */
  public static RmsNorm of(int... sizes) {
    Shape shape = NormalizationChecks.normalized("RmsNorm", sizes);
    return new RmsNorm(shape, EPSILON, Affine.Parameters.weightAlone(shape));
  }

  /** The same layer with another number that is added to the mean square, more than 0. */
  public RmsNorm withEpsilon(double value) {
    return new RmsNorm(normalized, value, affine);
  }

  /** The same layer without a weight. */
  public RmsNorm withoutAffine() {
    return new RmsNorm(normalized, epsilon, Affine.Parameters.none());
  }

  @Override
  public Map<String, Parameter> parameters() {
    return affine.named();
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    NormalizationChecks.requireLast("RmsNorm", normalized, input.shape(), pass);
    return new RowNormalization(epsilon, false).apply(input, normalized, affine.in(pass));
  }

  @Override
  public String toString() {
    return "RmsNorm(" + normalized + (affine.weight().isEmpty() ? ", not affine)" : ")");
  }
}
