package io.deltarule.random;

import java.nio.charset.StandardCharsets;

/**
 * A cursor over the numbers of one Philox draw, for use on the host: shuffling, initialisers,
 * generated data. The sequence depends on seed, stream and step alone. Not safe for concurrent use;
 * give each thread its own stream.
 *
 * <p>The uniform numbers of a fresh stream are the elements of {@link Philox#fillUniform}, and its
 * normal numbers those of {@link Philox#fillNormal}, in order.
 */
public final class RandomStream {
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  /** Addresses key derivation; no draw of a graph or of the host uses this stream number. */
  private static final int DERIVATION_STREAM = Integer.MIN_VALUE;

  private final long seed;
  private final int step;
  private final int stream;
  private final int[] words = new int[4];

  private long position;
  private double spareNormal = Double.NaN;

  /**
   * The stream of a seed and stream number, at step 0.
   *
   * @param stream negative for the host; numbers from 0 up belong to the operations of a graph
   */
  public RandomStream(long seed, int stream) {
    this(seed, stream, 0);
  }

  /**
   * The stream of a seed, stream number and step.
   *
   * @param stream negative for the host; numbers from 0 up belong to the operations of a graph
   * @param step tells repeated uses of one stream apart, such as the epochs of a shuffle
   */
  public RandomStream(long seed, int stream, int step) {
    this.seed = seed;
    this.stream = stream;
    this.step = step;
  }

  /**
   * The stream of a purpose that has a name, such as a parameter: its key is derived from seed and
   * name (64-bit FNV-1a of the UTF-8 bytes, enciphered under the seed), so that adding, removing or
   * reordering other names changes nothing.
   */
  public static RandomStream named(long seed, String name) {
    return named(seed, name, 0);
  }

  /** The stream of a named purpose at a step, such as {@code ("shuffle", epoch)}. */
  public static RandomStream named(long seed, String name, int step) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    int[] derived = new int[4];
    Philox.block(seed, 0, DERIVATION_STREAM, hash, derived);
    long key = (derived[0] & 0xFFFFFFFFL) | ((long) derived[1] << 32);
    return new RandomStream(key, -1, step);
  }

  /** The next 32 random bits. */
  public int nextWord() {
    int lane = (int) (position & 3);
    if (lane == 0) {
      Philox.block(seed, step, stream, position >>> 2, words);
    }
    position++;
    return words[lane];
  }

  /** A uniform number on [0, 1), a multiple of 2<sup>-24</sup>. */
  public float nextUniform() {
    return Philox.uniform(nextWord());
  }

  /**
   * A uniform whole number from 0 to {@code bound - 1}, unbiased: Lemire, "Fast random integer
   * generation in an interval", ACM TOMACS 29 (2019).
   *
   * @throws IllegalArgumentException unless the bound is positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, got " + bound);
    }
    long product = (nextWord() & 0xFFFFFFFFL) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      // 2^32 mod bound: low words below it would be one draw too many for some results.
      long threshold = (1L << 32) % bound;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (nextWord() & 0xFFFFFFFFL) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** A normal number of mean 0 and variance 1. */
  public double nextNormal() {
    if (!Double.isNaN(spareNormal)) {
      double normal = spareNormal;
      spareNormal = Double.NaN;
      return normal;
    }
    if ((position & 1) != 0) {
      nextWord(); // pairs start at even elements
    }
    double radius = Philox.radius(nextWord());
    double angle = Philox.angle(nextWord());
    spareNormal = radius * StrictMath.sin(angle);
    return radius * StrictMath.cos(angle);
  }

  /**
   * A normal number of mean 0 and variance 1 given that its magnitude is at most {@code bound}, by
   * rejection. Its variance is below 1; for a bound of 2 its standard deviation is 0.8796.
   *
   * @throws IllegalArgumentException if the bound is not at least 0.1: below it rejection is slow,
   *     and the distribution is nearly uniform
   */
  public double nextTruncatedNormal(double bound) {
    if (!(bound >= 0.1)) {
      throw new IllegalArgumentException(
          "bound of a truncated normal must be at least 0.1, got " + bound);
    }
    double normal = nextNormal();
    while (Math.abs(normal) > bound) {
      normal = nextNormal();
    }
    return normal;
  }

  /** The numbers 0 to {@code n - 1} in random order, every order equally likely. */
  public int[] permutation(int n) {
    int[] order = new int[n];
    permutation(order);
    return order;
  }

  /** Fills an array with the numbers 0 to {@code length - 1} in random order. */
  public void permutation(int[] order) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    shuffle(order);
  }

  /** Puts the elements into random order (Fisher and Yates, from the last element down). */
  public void shuffle(int[] elements) {
    for (int i = elements.length - 1; i > 0; i--) {
      int other = nextInt(i + 1);
      int swapped = elements[i];
      elements[i] = elements[other];
      elements[other] = swapped;
    }
  }
}
