package io.deltarule.layer;

import java.util.function.ToDoubleFunction;

/**
 * The usual initialisers. Those scaled by fan use the variances of the papers: Glorot 2 / (in +
 * out) (Glorot and Bengio 2010), He 2 / in (He et al. 2015), LeCun 1 / in (LeCun et al. 1998), each
 * as a normal or as the uniform distribution of the same variance.
 */
public final class Initializers {
  private Initializers() {}

  public static Initializer zeros() {
    return constant(0);
  }

  public static Initializer ones() {
    return constant(1);
  }

  public static Initializer constant(double value) {
    requireFinite("constant", "value", value);
    return (shape, random) -> () -> value;
  }

  /** Uniform on [low, high). */
  public static Initializer uniform(double low, double high) {
    if (!(low <= high && Double.isFinite(high - low))) {
      throw new IllegalArgumentException(
          "uniform: low must be at most high and both finite, got " + low + " and " + high);
    }
    return (shape, random) -> () -> low + (high - low) * random.nextUniform();
  }

  /** Normal with mean 0. */
  public static Initializer normal(double deviation) {
    requireDeviation("normal", deviation);
    return (shape, random) -> () -> deviation * random.nextNormal();
  }

  /** Normal with mean 0, drawn again where it is beyond two deviations. */
  public static Initializer truncatedNormal(double deviation) {
    requireDeviation("truncatedNormal", deviation);
    return (shape, random) -> () -> deviation * random.nextTruncatedNormal(2);
  }

  public static Initializer glorotUniform() {
    return uniformOfVariance(fan -> 2 / (fan.in() + fan.out()));
  }

  public static Initializer glorotNormal() {
    return normalOfVariance(fan -> 2 / (fan.in() + fan.out()));
  }

  public static Initializer heUniform() {
    return uniformOfVariance(fan -> 2 / fan.in());
  }

  public static Initializer heNormal() {
    return normalOfVariance(fan -> 2 / fan.in());
  }

  /**
   * He's uniform initialiser for rectifiers of a slope below 0: variance 2 / ((1 + slope^2) in).
   * With slope sqrt(5) it is uniform up to 1 / sqrt(in), PyTorch's default for its layers.
   */
  public static Initializer kaimingUniform(double slope) {
    requireFinite("kaimingUniform", "slope", slope);
    return uniformOfVariance(fan -> 2 / ((1 + slope * slope) * fan.in()));
  }

  public static Initializer lecunUniform() {
    return uniformOfVariance(fan -> 1 / fan.in());
  }

  public static Initializer lecunNormal() {
    return normalOfVariance(fan -> 1 / fan.in());
  }

  static void requireFinite(String initializer, String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          initializer + ": " + name + " must be finite, got " + value);
    }
  }

  private static void requireDeviation(String name, double deviation) {
    if (!(deviation >= 0 && Double.isFinite(deviation))) {
      throw new IllegalArgumentException(
          name + ": deviation must be 0 or more and finite, got " + deviation);
    }
  }

  private static Initializer normalOfVariance(ToDoubleFunction<Fan> variance) {
    return (shape, random) ->
        normal(Math.sqrt(variance.applyAsDouble(Fan.of(shape)))).values(shape, random);
  }

  /** A uniform distribution on [-a, a) has variance a^2 / 3. */
  private static Initializer uniformOfVariance(ToDoubleFunction<Fan> variance) {
    return (shape, random) -> {
      double bound = Math.sqrt(3 * variance.applyAsDouble(Fan.of(shape)));
      return uniform(-bound, bound).values(shape, random);
    };
  }

  /** A random orthogonal matrix times a gain ({@link Orthogonal}). */
  public static Initializer orthogonal(double gain) {
    return new Orthogonal(gain);
  }
}
