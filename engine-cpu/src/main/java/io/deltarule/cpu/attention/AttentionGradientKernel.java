package io.deltarule.cpu.attention;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.op.AttentionGradient;
import java.util.Arrays;

/**
 * The gradients of attention by queries, keys and values, from scores that are computed again. A
 * part is the keys of a group of heads, or a stretch of them where there are few groups; it goes
 * through them block by block, and for each block through all queries that see it. The gradient of
 * the queries is summed over the blocks; where there are several stretches, each has sums of its
 * own, which are added up in the end, in order.
 */
public final class AttentionGradientKernel implements Kernel {
  /** So many parts keep all threads busy. */
  private static final int PARTS = 16;

  private final Scratches scratches;
  private final AttentionShape shape;
  private final boolean isNarrow;
  private final boolean hasBias;
  private final float scale;
  private final GradientBlock block;
  private final float[] dq;
  private final int dqStart;
  private final float[] dk;
  private final int dkStart;
  private final float[] dv;
  private final int dvStart;
  private final int stretch;
  private final int stretches;
  private final ParallelTask task = this::part;
  private final ParallelTask addition = this::add;

  public AttentionGradientKernel(Scratches scratches, AttentionGradient op, Operands operands) {
    this.scratches = scratches;
    shape = AttentionShape.of(operands, op.causal());
    scale = (float) op.scale();
    dq = AttentionKernel.array(operands.output(0));
    dqStart = AttentionKernel.start(operands.output(0));
    dk = AttentionKernel.array(operands.output(1));
    dkStart = AttentionKernel.start(operands.output(1));
    dv = AttentionKernel.array(operands.output(2));
    dvStart = AttentionKernel.start(operands.output(2));
    int blocks = Math.max(1, ceilDiv(shape.s(), GradientBlock.KEYS));
    int wanted = ceilDiv(PARTS, Math.max(1, shape.b() * shape.g()));
    int blocksAStretch = ceilDiv(blocks, Math.min(blocks, wanted));
    stretch = blocksAStretch * GradientBlock.KEYS;
    stretches = ceilDiv(blocks, blocksAStretch);
    scratches.reserve(shape, 0, Math.multiplyExact(stretches - 1, size(operands.input(0))));
    isNarrow = scratches.isNarrow(shape);
    hasBias = operands.inputs().size() > 6;
    block = new GradientBlock(shape, operands, scale);
  }

  private static int size(Operand operand) {
    return Math.toIntExact(operand.elementCount());
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public void run() {
    scratches.begin(shape, isNarrow, hasBias, true);
    scratches.pool().run(task, shape.b() * shape.g() * stretches);
    if (stretches > 1) {
      scratches.pool().run(addition, shape.b() * shape.h());
    }
  }

  private void part(int part) {
    Scratch scratch = scratches.current();
    Scratch.Tile tile = scratch.tile(isNarrow);
    int group = part / stretches;
    int number = part % stretches;
    float[] sums = number == 0 ? dq : scratches.partial();
    int at = number == 0 ? dqStart : (number - 1) * headStart(shape.b() * shape.h());
    int head = group * shape.headsAGroup();
    Arrays.fill(sums, at + headStart(head), at + headStart(head + shape.headsAGroup()), 0);
    int end = Math.min(shape.s(), (number + 1) * stretch);
    for (int key = number * stretch; key < end; key += GradientBlock.KEYS) {
      int keys = Math.min(GradientBlock.KEYS, end - key);
      block.run(scratch, tile, group, key, keys, sums, at);
      int row = group * shape.s() + key;
      store(scratch.firstSums(), tile, dk, dkStart + row * shape.d(), keys, shape.d(), scale);
      store(scratch.secondSums(), tile, dv, dvStart + row * shape.e(), keys, shape.e(), 1);
    }
  }

  /** Where the queries of a head begin, counted over all of the batch. */
  private int headStart(int head) {
    return head * shape.t() * shape.d();
  }

  private static void store(
      float[] sums, Scratch.Tile tile, float[] y, int to, int rows, int width, float factor) {
    int stride = PackedColumns.padded(width, tile.columns());
    for (int row = 0; row < rows; row++) {
      Scratch.scaled(sums, row * stride, y, to + row * width, width, factor);
    }
  }

  /** Adds up what the stretches have summed for the queries of a head. */
  private void add(int head) {
    int size = shape.t() * shape.d();
    for (int number = 1; number < stretches; number++) {
      int from = (number - 1) * headStart(shape.b() * shape.h()) + headStart(head);
      GradientBlock.add(scratches.partial(), from, dq, dqStart + headStart(head), size, 1);
    }
  }
}
