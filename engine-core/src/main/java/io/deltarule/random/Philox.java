package io.deltarule.random;

import java.util.Objects;

/**
 * The Philox4x32-10 counter-based generator as pure functions. The package documentation states the
 * algorithm, the addressing of elements and the two distributions exactly.
 *
 * <p>A fill writes elements {@code first} to {@code first + count - 1} of a draw, so a draw can be
 * cut into ranges at any element, in any order, on any thread, and gives the same numbers.
 */
public final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long WORD = 0xFFFFFFFFL;

  /** The gap between neighbouring uniform values: 24 bits fill a float32 significand. */
  private static final float ULP = 0x1p-24f;

  private Philox() {}

  /**
   * One block: four output words for one counter and key.
   *
   * @param out receives the words at {@code offset} to {@code offset + 3}
   */
  public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int offset) {
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & WORD);
      long product1 = MULTIPLIER_1 * (c2 & WORD);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[offset] = c0;
    out[offset + 1] = c1;
    out[offset + 2] = c2;
    out[offset + 3] = c3;
  }

  /**
   * Block number {@code block} of a draw: the words of elements {@code 4 * block} and following.
   */
  static void block(long seed, int step, int stream, long block, int[] out) {
    block((int) block, (int) (block >>> 32), step, stream, (int) seed, (int) (seed >>> 32), out, 0);
  }

  /** The output word of one element of a draw. */
  public static int word(long seed, int step, int stream, long index) {
    int[] words = new int[4];
    block(seed, step, stream, index >>> 2, words);
    return words[(int) (index & 3)];
  }

  /** The uniform number on [0, 1) that a word stands for. */
  public static float uniform(int word) {
    return (word >>> 8) * ULP;
  }

  /** The Box-Muller radius of the first word of a pair. */
  static double radius(int word) {
    return Math.sqrt(-2 * StrictMath.log(((word >>> 8) + 1) * 0x1p-24));
  }

  /** The Box-Muller angle of the second word of a pair. */
  static double angle(int word) {
    return 2 * Math.PI * ((word >>> 8) * 0x1p-24);
  }

  /**
   * Uniform numbers on [0, 1).
   *
   * @param out receives element {@code first} at {@code offset}
   * @param first index of the first element within the draw
   * @param count number of elements
   * @throws IndexOutOfBoundsException if the range doesn't lie in the array
   */
  public static void fillUniform(
      float[] out, int offset, int count, long first, long seed, int step, int stream) {
    checkRange(out.length, offset, count, first);
    int[] words = new int[4];
    int done = 0;
    while (done < count) {
      long index = first + done;
      block(seed, step, stream, index >>> 2, words);
      int lane = (int) (index & 3);
      if (lane == 0 && count - done >= 4) {
        int at = offset + done;
        out[at] = uniform(words[0]);
        out[at + 1] = uniform(words[1]);
        out[at + 2] = uniform(words[2]);
        out[at + 3] = uniform(words[3]);
        done += 4;
      } else {
        for (; lane < 4 && done < count; lane++, done++) {
          out[offset + done] = uniform(words[lane]);
        }
      }
    }
  }

  /** Uniform numbers as {@link #fillUniform(float[], int, int, long, long, int, int)}, exactly. */
  public static void fillUniform(
      double[] out, int offset, int count, long first, long seed, int step, int stream) {
    checkRange(out.length, offset, count, first);
    int[] words = new int[4];
    int done = 0;
    while (done < count) {
      long index = first + done;
      block(seed, step, stream, index >>> 2, words);
      for (int lane = (int) (index & 3); lane < 4 && done < count; lane++, done++) {
        out[offset + done] = uniform(words[lane]);
      }
    }
  }

  /**
   * Normal numbers of mean 0 and variance 1: those of the float64 fill, rounded to nearest.
   *
   * @param out receives element {@code first} at {@code offset}
   * @param first index of the first element within the draw
   * @param count number of elements
   * @throws IndexOutOfBoundsException if the range doesn't lie in the array
   */
  public static void fillNormal(
      float[] out, int offset, int count, long first, long seed, int step, int stream) {
    checkRange(out.length, offset, count, first);
    double[] normals = new double[4];
    int[] words = new int[4];
    int done = 0;
    while (done < count) {
      long index = first + done;
      normals(seed, step, stream, index >>> 2, words, normals);
      for (int lane = (int) (index & 3); lane < 4 && done < count; lane++, done++) {
        out[offset + done] = (float) normals[lane];
      }
    }
  }

  /** Normal numbers in float64, from the same words as the float32 fill. */
  public static void fillNormal(
      double[] out, int offset, int count, long first, long seed, int step, int stream) {
    checkRange(out.length, offset, count, first);
    double[] normals = new double[4];
    int[] words = new int[4];
    int done = 0;
    while (done < count) {
      long index = first + done;
      normals(seed, step, stream, index >>> 2, words, normals);
      for (int lane = (int) (index & 3); lane < 4 && done < count; lane++, done++) {
        out[offset + done] = normals[lane];
      }
    }
  }

  private static void normals(
      long seed, int step, int stream, long block, int[] words, double[] normals) {
    block(seed, step, stream, block, words);
    for (int pair = 0; pair < 4; pair += 2) {
      double radius = radius(words[pair]);
      double angle = angle(words[pair + 1]);
      normals[pair] = radius * StrictMath.cos(angle);
      normals[pair + 1] = radius * StrictMath.sin(angle);
    }
  }

  private static void checkRange(int length, int offset, int count, long first) {
    Objects.checkFromIndexSize(offset, count, length);
    if (first < 0 || first > Long.MAX_VALUE - count) {
      throw new IndexOutOfBoundsException(
          "first element "
              + first
              + " of a random draw must be 0 or more and leave room for "
              + count
              + " elements");
    }
  }
}
