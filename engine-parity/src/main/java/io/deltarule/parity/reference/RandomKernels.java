package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.RandomFill;

/**
 * Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), written here
 * a second time on purpose: the judge shares no code with what it judges.
 *
 * <p>Element i takes word i % 4 of the block with counter (i / 4 low, i / 4 high, step, stream) and
 * key (seed low, seed high).
 */
final class RandomKernels {
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private RandomKernels() {}

  static void fill(RandomFill op, Operands operands, Rounding round) {
    Elements seed = new Elements(operands.input(0));
    Elements step = new Elements(operands.input(1));
    Elements y = new Elements(operands.output());
    int[] key = {(int) seed.get(0), (int) seed.get(1)};
    for (int i = 0; i < y.size(); i++) {
      int[] words = philox(new int[] {i / 4, 0, (int) step.get(0), op.stream()}, key);
      y.set(
          i,
          switch (op.distribution()) {
            case UNIFORM -> fraction(words[i % 4]);
            case NORMAL -> normal(words, i % 4, round);
          });
    }
  }

  /** The upper 24 bits as a number from 0 to 1, exclusive. */
  private static double fraction(int word) {
    return (word >>> 8) * 0x1p-24;
  }

  /** Box-Muller: words 0 and 1 give numbers 0 and 1, words 2 and 3 give numbers 2 and 3. */
  private static double normal(int[] words, int number, Rounding round) {
    int pair = number / 2 * 2;
    double log = round.applyAsDouble(Math.log(fraction(words[pair]) + 0x1p-24));
    double radius = round.applyAsDouble(Math.sqrt(-2 * log));
    double angle = round.applyAsDouble(2 * Math.PI * fraction(words[pair + 1]));
    double part = round.applyAsDouble(number == pair ? Math.cos(angle) : Math.sin(angle));
    return round.applyAsDouble(radius * part);
  }

  /** Ten rounds; the key is bumped by two Weyl constants between them. */
  static int[] philox(int[] counter, int[] key) {
    int[] c = counter;
    int k0 = key[0];
    int k1 = key[1];
    for (int round = 0; round < 10; round++) {
      long product0 = (c[0] & LOW_WORD) * 0xD2511F53L;
      long product1 = (c[2] & LOW_WORD) * 0xCD9E8D57L;
      c =
          new int[] {
            (int) (product1 >>> 32) ^ c[1] ^ k0,
            (int) product1,
            (int) (product0 >>> 32) ^ c[3] ^ k1,
            (int) product0
          };
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    return c;
  }
}
