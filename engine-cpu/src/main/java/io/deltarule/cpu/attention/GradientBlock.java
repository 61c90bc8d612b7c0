package io.deltarule.cpu.attention;

import io.deltarule.backend.Operands;
import io.deltarule.cpu.matmul.MicroKernel;
import java.util.Arrays;

/**
 * What a block of keys contributes to the gradients, with all queries of all heads of its group:
 * five products of a block of queries and a block of keys.
 */
final class GradientBlock {
  /** Keys of a block. */
  static final int KEYS = 128;

  private final AttentionShape shape;
  private final float scale;
  private final Bias bias;
  private final float[] q;
  private final int qStart;
  private final float[] k;
  private final int kStart;
  private final float[] v;
  private final int vStart;
  private final float[] dy;
  private final int dyStart;
  private final float[] lse;
  private final int lseStart;
  private final float[] delta;
  private final int deltaStart;

  GradientBlock(AttentionShape shape, Operands operands, float scale) {
    this.shape = shape;
    this.scale = scale;
    bias = Bias.of(operands, 6, shape);
    q = AttentionKernel.array(operands.input(0));
    qStart = AttentionKernel.start(operands.input(0));
    k = AttentionKernel.array(operands.input(1));
    kStart = AttentionKernel.start(operands.input(1));
    v = AttentionKernel.array(operands.input(2));
    vStart = AttentionKernel.start(operands.input(2));
    dy = AttentionKernel.array(operands.input(3));
    dyStart = AttentionKernel.start(operands.input(3));
    lse = AttentionKernel.array(operands.input(4));
    lseStart = AttentionKernel.start(operands.input(4));
    delta = AttentionKernel.array(operands.input(5));
    deltaStart = AttentionKernel.start(operands.input(5));
  }

  /**
   * Leaves the gradient by the keys, without the scale, in the scratch's first sums and that by the
   * values in its second, and adds that by the queries to {@code sums}.
   */
  void run(Scratch scratch, Scratch.Tile tile, int group, int key, int keys, float[] sums, int at) {
    int width = tile.columns();
    int row = group * shape.s() + key;
    int fromK = kStart + row * shape.d();
    scratch.keysTransposed().packTransposed(scratch.packing(), k, fromK, keys, shape.d(), width);
    scratch.rowsOfKeys().pack(scratch.packing(), k, fromK, keys, shape.d(), width);
    scratch
        .valuesTransposed()
        .packTransposed(scratch.packing(), v, vStart + row * shape.e(), keys, shape.e(), width);
    Arrays.fill(scratch.firstSums(), 0, keys * PackedColumns.padded(shape.d(), width), 0);
    Arrays.fill(scratch.secondSums(), 0, keys * PackedColumns.padded(shape.e(), width), 0);
    int first = shape.causal() ? key / tile.blockRows() * tile.blockRows() : 0;
    for (int i = 0; i < shape.headsAGroup(); i++) {
      int head = group * shape.headsAGroup() + i;
      for (int query = first; query < shape.t(); query += tile.blockRows()) {
        int queries = Math.min(tile.blockRows(), shape.t() - query);
        if (shape.seen(query + queries - 1, key, keys) > 0) {
          queries(scratch, tile, head, query, queries, key, keys, sums, at);
        }
      }
    }
  }

  private void queries(
      Scratch scratch,
      Scratch.Tile tile,
      int head,
      int query,
      int queries,
      int key,
      int keys,
      float[] sums,
      int at) {
    int row = head * shape.t() + query;
    System.arraycopy(lse, lseStart + row, scratch.shifts(), 0, queries);
    System.arraycopy(delta, deltaStart + row, scratch.deltas(), 0, queries);
    for (int from = 0; from < queries; from += tile.rows()) {
      int rows = Math.min(tile.rows(), queries - from);
      strip(scratch, tile, head, query, from, rows, key, keys);
      int seen = shape.seen(query + from + rows - 1, key, keys);
      byQueries(scratch, tile, from, rows, seen, sums, at + (row + from) * shape.d());
    }
    int width = tile.columns();
    scratch
        .upstream()
        .pack(scratch.packing(), dy, dyStart + row * shape.e(), queries, shape.e(), width);
    scratch
        .queries()
        .pack(scratch.packing(), q, qStart + row * shape.d(), queries, shape.d(), width);
    for (int from = 0; from < keys; from += tile.rows()) {
      int rows = Math.min(tile.rows(), keys - from);
      // Queries before the first key of the strip see nothing of it.
      int hidden = shape.causal() ? Math.max(0, key + from - query) : 0;
      if (hidden < queries) {
        byKeys(
            scratch,
            tile,
            scratch.scores(),
            scratch.upstream(),
            hidden,
            queries,
            from,
            rows,
            shape.e(),
            scratch.secondSums());
        byKeys(
            scratch,
            tile,
            scratch.slopes(),
            scratch.queries(),
            hidden,
            queries,
            from,
            rows,
            shape.d(),
            scratch.firstSums());
      }
    }
  }

  /** Probabilities and their slopes for some queries, 0 where a key is not seen. */
  private void strip(
      Scratch scratch,
      Scratch.Tile tile,
      int head,
      int query,
      int from,
      int rows,
      int key,
      int keys) {
    int seen = shape.seen(query + from + rows - 1, key, keys);
    int row = head * shape.t() + query + from;
    if (seen > 0) {
      scratch.packRows(tile, q, qStart + row * shape.d(), rows, shape.d(), scale);
      product(
          scratch, tile, scratch.keysTransposed(), shape.d(), seen, scratch.scores(), from, rows);
      scratch.packRows(tile, dy, dyStart + row * shape.e(), rows, shape.e(), 1);
      product(
          scratch, tile, scratch.valuesTransposed(), shape.e(), seen, scratch.slopes(), from, rows);
    }
    for (int i = from; i < from + rows; i++) {
      int at = i * Scratch.STRIDE;
      int own = shape.seen(query + i, key, keys);
      if (scratch.shifts()[i] == Float.NEGATIVE_INFINITY) {
        own = 0;
      } else if (own > 0) {
        bias.add(scratch, at, head / shape.h(), head % shape.h(), query + i, key, own);
        scratch.rows().slopes(at, i, own);
      }
      Arrays.fill(scratch.scores(), at + own, at + keys, 0);
      Arrays.fill(scratch.slopes(), at + own, at + keys, 0);
    }
  }

  /** The packed rows times the transpose of keys or values. */
  private static void product(
      Scratch scratch,
      Scratch.Tile tile,
      PackedColumns columns,
      int inner,
      int seen,
      float[] y,
      int from,
      int rows) {
    columns.multiply(
        tile.byRow(),
        scratch.panel(),
        Scratch.panelElements(tile),
        0,
        0,
        inner,
        seen,
        scratch.zeros(),
        y,
        from * Scratch.STRIDE,
        Scratch.STRIDE,
        rows,
        false);
  }

  /** Adds the slopes of some queries times the keys. */
  private void byQueries(
      Scratch scratch, Scratch.Tile tile, int from, int rows, int seen, float[] sums, int at) {
    if (seen == 0) {
      return;
    }
    int stride = PackedColumns.padded(shape.d(), tile.columns());
    scratch
        .rowsOfKeys()
        .multiply(
            tile.byRow(),
            scratch.slopes(),
            0,
            from * Scratch.STRIDE,
            0,
            seen,
            shape.d(),
            scratch.zeros(),
            scratch.tile(),
            0,
            stride,
            rows,
            false);
    for (int row = 0; row < rows; row++) {
      add(scratch.tile(), row * stride, sums, at + row * shape.d(), shape.d(), scale);
    }
  }

  /** Adds the transpose of some columns of the weights times rows of queries. */
  private static void byKeys(
      Scratch scratch,
      Scratch.Tile tile,
      float[] weights,
      PackedColumns columns,
      int hidden,
      int queries,
      int from,
      int rows,
      int width,
      float[] sums) {
    MicroKernel kernel = tile.byInnerIndex();
    int stride = PackedColumns.padded(width, tile.columns());
    scratch
        .packing()
        .copyShortRows(
            weights,
            hidden * Scratch.STRIDE + from,
            Scratch.STRIDE,
            queries - hidden,
            rows,
            scratch.panel(),
            0,
            kernel.innerStride());
    columns.multiply(
        kernel,
        scratch.panel(),
        0,
        0,
        hidden,
        queries - hidden,
        width,
        scratch.zeros(),
        sums,
        from * stride,
        stride,
        rows,
        true);
  }

  /** {@code y += factor x} for a run of elements. */
  static void add(float[] x, int from, float[] y, int to, int count, float factor) {
    for (int i = 0; i < count; i++) {
      y[to + i] = Math.fma(factor, x[from + i], y[to + i]);
    }
  }
}
