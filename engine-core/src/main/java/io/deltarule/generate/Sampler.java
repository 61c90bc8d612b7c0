package io.deltarule.generate;

import io.deltarule.random.RandomStream;
import java.util.Objects;

/**
 * Draws one token after the other. The n-th draw depends on the seed, on n and on the logits alone.
 * Not safe for concurrent use: each text has a sampler of its own.
 */
public final class Sampler {
  private static final long WORD = 0xFFFFFFFFL;

  private final Sampling sampling;
  private final double[] probabilities;
  private final long[] order;
  private final RandomStream random;

  /**
   * A sampler.
   *
   * @param sampling the rule
   * @param vocabulary the number of tokens, at least 1
   * @param seed decides the draws
   * @throws IllegalArgumentException if the vocabulary is empty
   */
  public Sampler(Sampling sampling, int vocabulary, long seed) {
    if (vocabulary < 1) {
      throw new IllegalArgumentException(
          "sampler: the vocabulary must have at least 1 token, got " + vocabulary);
    }
    this.sampling = Objects.requireNonNull(sampling, "sampling");
    this.probabilities = new double[vocabulary];
    this.order = new long[vocabulary];
    this.random = RandomStream.named(seed, "sample");
  }

  /**
   * Draws the next token.
   *
   * @param logits holds one for each token, as {@link Sampling#probabilities} takes them
   * @param from where they begin
   * @return a token of a probability above 0
   * @throws IllegalArgumentException if a logit is NaN or infinity, or all are negative infinity
   * @throws IndexOutOfBoundsException if the logits don't lie in the array
   */
  public int next(float[] logits, int from) {
    Objects.checkFromIndexSize(from, probabilities.length, logits.length);
    sampling.fill(logits, from, probabilities, order);
    double point = uniform();
    double sum = 0;
    int last = 0;
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] > 0) {
        last = token;
        sum += probabilities[token];
        if (point < sum) {
          return token;
        }
      }
    }
    // The sum has rounded to a little below 1, and the point lies between.
    return last;
  }

  /** On [0, 1), of 53 bits: 24 would never reach tokens of a probability below 6e-8. */
  private double uniform() {
    long high = (random.nextWord() & WORD) >>> 5;
    long low = (random.nextWord() & WORD) >>> 6;
    return (high << 26 | low) * 0x1p-53;
  }
}
