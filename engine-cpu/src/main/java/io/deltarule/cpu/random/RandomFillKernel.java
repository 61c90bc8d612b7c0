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
 * states. The rounds are written over local variables, four words a block, and allocate nothing.
 */
public final class RandomFillKernel implements Kernel {
  private static final int PART_ELEMENTS = 1 << 12;
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
  }

  @Override
  public void run() {
    pool.run(task, (count + PART_ELEMENTS - 1) / PART_ELEMENTS);
  }

  private void part(int part) {
    int end = Math.min(count, (part + 1) * PART_ELEMENTS);
    for (int i = part * PART_ELEMENTS; i < end; i += 4) {
      block(i, Math.min(4, end - i));
    }
  }

  /** Elements {@code first} to {@code first + wanted - 1}: one counter, four words. */
  private void block(int first, int wanted) {
    int k0 = seed[seedStart];
    int k1 = seed[seedStart + 1];
    int c0 = first >>> 2;
    int c1 = 0;
    int c2 = step[stepStart];
    int c3 = stream;
    for (int round = 0; round < 10; round++) {
      long product0 = 0xD2511F53L * (c0 & WORD);
      long product1 = 0xCD9E8D57L * (c2 & WORD);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    int at = outStart + first;
    if (normal) {
      pair(c0, c1, at, wanted);
      pair(c2, c3, at + 2, wanted - 2);
    } else {
      uniforms(c0, c1, c2, c3, at, wanted);
    }
  }

  private void uniforms(int w0, int w1, int w2, int w3, int at, int wanted) {
    out[at] = (w0 >>> 8) * 0x1p-24f;
    if (wanted > 1) {
      out[at + 1] = (w1 >>> 8) * 0x1p-24f;
    }
    if (wanted > 2) {
      out[at + 2] = (w2 >>> 8) * 0x1p-24f;
    }
    if (wanted > 3) {
      out[at + 3] = (w3 >>> 8) * 0x1p-24f;
    }
  }

  /** Box-Muller in float64, as the convention has it. */
  private void pair(int w0, int w1, int at, int wanted) {
    if (wanted <= 0) {
      return;
    }
    double radius = Math.sqrt(-2 * StrictMath.log(((w0 >>> 8) + 1) * 0x1p-24));
    double angle = 2 * Math.PI * ((w1 >>> 8) * 0x1p-24);
    out[at] = (float) (radius * StrictMath.cos(angle));
    if (wanted > 1) {
      out[at + 1] = (float) (radius * StrictMath.sin(angle));
    }
  }
}
