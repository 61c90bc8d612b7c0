package io.deltarule.parity;

import java.util.List;
import java.util.SplittableRandom;

/** How the elements of a generated input are drawn. Every value is a float32 or an int exactly. */
@FunctionalInterface
public interface Domain {
  /**
   * Zeros of both signs, denormal, tiny, moderate and huge numbers, the ends of the range of exp,
   * and infinities.
   */
  List<Double> EXTREMES =
      List.of(
          0.0,
          -0.0,
          (double) Float.MIN_VALUE,
          -1e-40,
          1e-30,
          -1e-30,
          1e-6,
          -1e-6,
          1.0,
          -1.0,
          3.0,
          -3.0,
          17.0,
          -17.0,
          87.0,
          -87.0,
          89.5,
          -89.5,
          104.5,
          -104.5,
          1e4,
          -1e4,
          1e30,
          -1e30,
          3e38,
          -3e38,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  /** Draws all elements of an input. */
  void fill(double[] elements, SplittableRandom random);

  /** Each element drawn by itself. */
  private static Domain each(java.util.function.ToDoubleFunction<SplittableRandom> draw) {
    return (elements, random) -> {
      for (int i = 0; i < elements.length; i++) {
        elements[i] = (float) draw.applyAsDouble(random);
      }
    };
  }

  /** Uniform from {@code low} to {@code high}. */
  static Domain uniform(double low, double high) {
    return each(random -> low + (high - low) * random.nextDouble());
  }

  /**
   * Uniform magnitudes from {@code low} to {@code high} with either sign: away from a kink at 0.
   */
  static Domain eitherSign(double low, double high) {
    return each(
        random -> (random.nextBoolean() ? 1 : -1) * (low + (high - low) * random.nextDouble()));
  }

  /** Whole numbers from {@code low} (inclusive) to {@code high} (exclusive). */
  static Domain integers(int low, int high) {
    return each(random -> random.nextInt(low, high));
  }

  /** The given values in turn: zeros of both signs, infinities, extreme magnitudes. */
  static Domain values(double... values) {
    return (elements, random) -> {
      for (int i = 0; i < elements.length; i++) {
        elements[i] = values[i % values.length];
      }
    };
  }

  /** {@link #EXTREMES} in turn. */
  static Domain extremes() {
    return values(EXTREMES.stream().mapToDouble(Double::floatValue).toArray());
  }

  /** The elements of {@link #EXTREMES} up to a magnitude, in turn. */
  static Domain extremesUpTo(double magnitude) {
    return values(
        EXTREMES.stream()
            .mapToDouble(Double::floatValue)
            .filter(x -> Math.abs(x) <= magnitude)
            .toArray());
  }

  /**
   * Multiples of {@code gap} around 0, each once, in random order: no two elements are so near that
   * a small step makes them change places.
   */
  static Domain distinct(double gap) {
    return (elements, random) -> {
      for (int i = 0; i < elements.length; i++) {
        int place = random.nextInt(i + 1);
        elements[i] = elements[place];
        elements[place] = (float) ((i - elements.length / 2) * gap);
      }
    };
  }
}
