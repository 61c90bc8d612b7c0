package io.deltarule.cpu.random;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.RandomFill;

/**
 * Fills a tensor with Philox 4x32-10 numbers, by the convention that {@code io.deltarule.random}
 * states. A part works on some hundred blocks side by side: one round of all blocks is a loop over
 * arrays of words, each in the low half of a long, which the JIT turns into vector code.
 */
public final class RandomFillKernel implements Kernel {
  /** Blocks, of four numbers each, that go through the rounds together: their words fill 8 KiB. */
  private static final int BLOCKS = 256;

  private static final int MOST_PARTS = 64;
  private static final long WORD = 0xFFFFFFFFL;

  private final WorkerPool pool;
  private final boolean normal;
  private final int stream;
  private final int[] seed;
  private final int seedStart;
  private final int[] step;
  private final int stepStart;
  private final float[] out;
  private final int outStart;
  private final int count;
  private final int groupsAPart;
  private final long[][][] words;
  private final ParallelTask task = this::part;

  public RandomFillKernel(WorkerPool pool, RandomFill op, Operands operands) {
    this.pool = pool;
    normal = op.distribution() == RandomFill.Distribution.NORMAL;
    stream = op.stream();
    seed = ((IntMemory) operands.input(0).memory()).array();
    seedStart = Math.toIntExact(operands.input(0).offset());
    step = ((IntMemory) operands.input(1).memory()).array();
    stepStart = Math.toIntExact(operands.input(1).offset());
    out = ((FloatMemory) operands.output().memory()).array();
    outStart = Math.toIntExact(operands.output().offset());
    count = Math.toIntExact(operands.output().elementCount());
    int groups = (int) ((count + 4L * BLOCKS - 1) / (4 * BLOCKS));
    groupsAPart = Math.max(1, (groups + MOST_PARTS - 1) / MOST_PARTS);
    words = new long[(groups + groupsAPart - 1) / groupsAPart][4][BLOCKS];
  }

  @Override
  public void run() {
    pool.run(task, words.length);
  }

  private void part(int part) {
    long[][] c = words[part];
    int end = (int) Math.min(count, (part + 1L) * groupsAPart * 4 * BLOCKS);
    for (int first = part * groupsAPart * 4 * BLOCKS; first < end; first += 4 * BLOCKS) {
      generate(c[0], c[1], c[2], c[3], first >>> 2);
      int wanted = Math.min(4 * BLOCKS, end - first);
      int whole = wanted / 4;
      if (normal) {
        normals(c, outStart + first, wanted);
      } else {
        uniforms(c[0], c[1], c[2], c[3], out, outStart + first, whole);
        for (int i = 4 * whole; i < wanted; i++) {
          out[outStart + first + i] = uniform(c[i % 4][i / 4]);
        }
      }
    }
  }

  /** The words of blocks {@code block} and following. */
  private void generate(long[] c0, long[] c1, long[] c2, long[] c3, int block) {
    for (int b = 0; b < BLOCKS; b++) {
      c0[b] = block + (long) b;
      c1[b] = 0;
      c2[b] = step[stepStart] & WORD;
      c3[b] = stream & WORD;
    }
    int k0 = seed[seedStart];
    int k1 = seed[seedStart + 1];
    for (int round = 0; round < 10; round++) {
      round(c0, c1, c2, c3, k0 & WORD, k1 & WORD);
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
  }

  private static void round(long[] c0, long[] c1, long[] c2, long[] c3, long k0, long k1) {
    for (int b = 0; b < BLOCKS; b++) {
      long product0 = 0xD2511F53L * c0[b];
      long product1 = 0xCD9E8D57L * c2[b];
      c0[b] = (product1 >>> 32) ^ c1[b] ^ k0;
      c1[b] = product1 & WORD;
      c2[b] = (product0 >>> 32) ^ c3[b] ^ k1;
      c3[b] = product0 & WORD;
    }
  }

  private static float uniform(long word) {
    return (int) (word >>> 8) * 0x1p-24f;
  }

  private static void uniforms(
      long[] c0, long[] c1, long[] c2, long[] c3, float[] out, int at, int blocks) {
    for (int b = 0; b < blocks; b++) {
      out[at + 4 * b] = uniform(c0[b]);
      out[at + 4 * b + 1] = uniform(c1[b]);
      out[at + 4 * b + 2] = uniform(c2[b]);
      out[at + 4 * b + 3] = uniform(c3[b]);
    }
  }

  /** Box-Muller in float64, as the convention has it. */
  private void normals(long[][] c, int at, int wanted) {
    for (int i = 0; i < wanted; i += 2) {
      long w0 = c[i % 4][i / 4];
      long w1 = c[i % 4 + 1][i / 4];
      double radius = Math.sqrt(-2 * StrictMath.log(((w0 >>> 8) + 1) * 0x1p-24));
      double angle = 2 * Math.PI * ((w1 >>> 8) * 0x1p-24);
      out[at + i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < wanted) {
        out[at + i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
  }
}
