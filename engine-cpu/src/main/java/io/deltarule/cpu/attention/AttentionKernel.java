package io.deltarule.cpu.attention;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.op.Attention;
import java.util.Arrays;

/**
 * {@code y = softmax(scale q k^T + bias) v} and the logarithm of the sums. A part is up to {@value
 * #QUERIES} queries of a head, which go through the keys block by block with an online softmax
 * (Milakov and Gimelshein 2018): where a block has a larger maximum, what was summed before is
 * scaled down.
 */
public final class AttentionKernel implements Kernel {
  /** Queries of a part: keys are packed once for all of them. */
  static final int QUERIES = 256;

  private final Scratches scratches;
  private final AttentionShape shape;
  private final boolean isNarrow;
  private final boolean hasBias;
  private final float scale;
  private final Bias bias;
  private final float[] q;
  private final int qStart;
  private final float[] k;
  private final int kStart;
  private final float[] v;
  private final int vStart;
  private final float[] y;
  private final int yStart;
  private final float[] lse;
  private final int lseStart;
  private final int chunks;
  private final ParallelTask task = this::part;

  public AttentionKernel(Scratches scratches, Attention op, Operands operands) {
    this.scratches = scratches;
    shape = AttentionShape.of(operands, op.causal());
    scale = (float) op.scale();
    bias = Bias.of(operands, 3, shape);
    q = array(operands.input(0));
    qStart = start(operands.input(0));
    k = array(operands.input(1));
    kStart = start(operands.input(1));
    v = array(operands.input(2));
    vStart = start(operands.input(2));
    y = array(operands.output(0));
    yStart = start(operands.output(0));
    lse = array(operands.output(1));
    lseStart = start(operands.output(1));
    chunks = (shape.t() + QUERIES - 1) / QUERIES;
    scratches.reserve(shape, Math.min(QUERIES, shape.t()), 0);
    isNarrow = scratches.isNarrow(shape);
    hasBias = operands.inputs().size() > 3;
  }

  static float[] array(Operand operand) {
    return ((FloatMemory) operand.memory()).array();
  }

  static int start(Operand operand) {
    return Math.toIntExact(operand.offset());
  }

  @Override
  public void run() {
    scratches.begin(shape, isNarrow, hasBias, false);
    scratches.pool().run(task, shape.b() * shape.h() * chunks);
  }

  private void part(int part) {
    Scratch scratch = scratches.current();
    Scratch.Tile tile = scratch.tile(isNarrow);
    int head = part / chunks;
    int first = part % chunks * QUERIES;
    int queries = Math.min(QUERIES, shape.t() - first);
    int stride = PackedColumns.padded(shape.e(), tile.columns());
    Arrays.fill(scratch.maxima(), 0, queries, Float.NEGATIVE_INFINITY);
    Arrays.fill(scratch.sums(), 0, queries, 0);
    Arrays.fill(scratch.firstSums(), 0, queries * stride, 0);
    int keys = shape.seen(first + queries - 1, 0, shape.s());
    for (int key = 0; key < keys; key += Scratch.KEYS) {
      int count = Math.min(Scratch.KEYS, keys - key);
      int group = head / shape.headsAGroup() * shape.s() + key;
      scratch
          .keysTransposed()
          .packTransposed(
              scratch.packing(), k, kStart + group * shape.d(), count, shape.d(), tile.columns());
      scratch
          .rowsOfKeys()
          .pack(scratch.packing(), v, vStart + group * shape.e(), count, shape.e(), tile.columns());
      for (int row = 0; row < queries; row += tile.rows()) {
        int rows = Math.min(tile.rows(), queries - row);
        strip(scratch, tile, head, first, row, rows, key, count, stride);
      }
    }
    finish(scratch, head * shape.t() + first, queries, stride);
  }

  /** Some queries, of which the first is number {@code row} of the part, and a block of keys. */
  private void strip(
      Scratch scratch,
      Scratch.Tile tile,
      int head,
      int first,
      int row,
      int rows,
      int key,
      int count,
      int stride) {
    int query = first + row;
    int seen = shape.seen(query + rows - 1, key, count);
    if (seen == 0) {
      return;
    }
    int at = qStart + (head * shape.t() + query) * shape.d();
    scratch.packRows(tile, q, at, rows, shape.d(), scale);
    scratch
        .keysTransposed()
        .multiply(
            tile.byRow(),
            scratch.panel(),
            Scratch.panelElements(tile),
            0,
            0,
            shape.d(),
            seen,
            scratch.zeros(),
            scratch.scores(),
            0,
            Scratch.STRIDE,
            rows,
            false);
    for (int i = 0; i < rows; i++) {
      int own = shape.seen(query + i, key, count);
      int from = i * Scratch.STRIDE;
      bias.add(scratch, from, head / shape.h(), head % shape.h(), query + i, key, own);
      float max = own == 0 ? Float.NEGATIVE_INFINITY : scratch.max(from, own);
      scratch.shifts()[i] = Math.max(scratch.maxima()[row + i], max);
    }
    scratch.rows().decays(row, rows);
    for (int i = 0; i < rows; i++) {
      probabilities(scratch, row, i, shape.seen(query + i, key, count), seen, stride);
    }
    scratch
        .rowsOfKeys()
        .multiply(
            tile.byRow(),
            scratch.scores(),
            0,
            0,
            0,
            seen,
            shape.e(),
            scratch.zeros(),
            scratch.firstSums(),
            row * stride,
            stride,
            rows,
            true);
  }

  /** Turns a row of scores into exponentials, and brings what was summed to the new maximum. */
  private void probabilities(Scratch scratch, int row, int i, int own, int seen, int stride) {
    int at = i * Scratch.STRIDE;
    float max = scratch.shifts()[i];
    if (max == Float.NEGATIVE_INFINITY) {
      Arrays.fill(scratch.scores(), at, at + seen, 0);
      return;
    }
    scratch.rows().exponentials(at, i, own);
    Arrays.fill(scratch.scores(), at + own, at + seen, 0);
    float factor = scratch.factors()[i];
    float sum = own == 0 ? 0 : scratch.sum(at, own);
    scratch.sums()[row + i] = scratch.sums()[row + i] * factor + sum;
    scratch.maxima()[row + i] = max;
    if (factor != 1) {
      float[] sums = scratch.firstSums();
      Scratch.scaled(sums, (row + i) * stride, sums, (row + i) * stride, stride, factor);
    }
  }

  private void finish(Scratch scratch, int firstRow, int queries, int stride) {
    for (int i = 0; i < queries; i++) {
      float sum = scratch.sums()[i];
      float max = scratch.maxima()[i];
      boolean isMasked = max == Float.NEGATIVE_INFINITY;
      int to = yStart + (firstRow + i) * shape.e();
      if (isMasked) {
        lse[lseStart + firstRow + i] = max;
        Arrays.fill(y, to, to + shape.e(), 0);
      } else {
        lse[lseStart + firstRow + i] = max + (float) Math.log(sum);
        Scratch.scaled(scratch.firstSums(), i * stride, y, to, shape.e(), 1 / sum);
      }
    }
  }
}
