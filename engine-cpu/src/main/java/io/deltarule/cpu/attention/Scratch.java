package io.deltarule.cpu.attention;

import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.matmul.PanelLayout;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.op.Reduce;

/**
 * What one thread works in. The rows of scores are of one size for all attentions; the rest grows
 * as they are bound. Scores lie {@link #STRIDE} apart, as a panel of a first operand does.
 */
final class Scratch {
  /** Elements from one row of scores to the next, and from one row of a panel to the next. */
  static final int STRIDE = PanelLayout.byRow().rowStride();

  /** The most rows of scores at a time. */
  static final int ROWS = 104;

  /** The most keys at a time: no more than {@link MicroKernel#MAX_INNER}. */
  static final int KEYS = 256;

  private RowReductions reductions;
  private Packing packing;
  private Tile wide;
  private Tile narrow;
  private final float[] scores = new float[ROWS * STRIDE];
  private final float[] slopes = new float[ROWS * STRIDE];
  private final float[] bias = new float[KEYS];
  private final float[] shifts = new float[ROWS];
  private final float[] maxima = new float[Math.max(ROWS, AttentionKernel.QUERIES)];
  private final float[] sums = new float[maxima.length];
  private final float[] deltas = new float[ROWS];
  private final float[] factors = new float[ROWS];
  private final float[] lanes = new float[RowReductions.LANES];
  private final float[] zeros;
  private final ScoreRows rows;

  private float[] panel = new float[0];
  private float[] tile = new float[0];
  private float[] firstSums = new float[0];
  private float[] secondSums = new float[0];

  /** Keys transposed, values transposed, keys or values, dy, queries. */
  private final PackedColumns[] packed = new PackedColumns[5];

  /** The micro-kernels of one tile size for this thread. */
  record Tile(MicroKernel byRow, MicroKernel byInnerIndex) {
    static Tile now(MicroKernels.Tile tile) {
      return new Tile(tile.byRow().now(), tile.byInnerIndex().now());
    }

    private Tile ofThread() {
      return new Tile(byRow.ofThread(), byInnerIndex.ofThread());
    }

    int rows() {
      return byRow.rows();
    }

    int columns() {
      return byRow.columns();
    }

    /** Whole strips of rows, at most {@link #ROWS}. */
    int blockRows() {
      return ROWS / rows() * rows();
    }
  }

  Scratch(MicroKernels kernels, RowKernels rowKernels, RowReductions reductions) {
    this.reductions = reductions;
    this.packing = kernels.packing().now();
    wide = Tile.now(kernels.wide()).ofThread();
    narrow = Tile.now(kernels.narrow()).ofThread();
    zeros = new float[Math.max(wide.columns(), narrow.columns())];
    rows = new ScoreRows(rowKernels, scores, slopes, bias, shifts, maxima, deltas, factors);
    for (int i = 0; i < packed.length; i++) {
      packed[i] = new PackedColumns();
    }
  }

  /**
   * Makes room for an attention.
   *
   * @param queries the most queries whose results are summed at a time
   */
  void reserve(AttentionShape shape, boolean isNarrow, int queries) {
    Tile of = tile(isNarrow);
    int widest = Math.max(shape.d(), shape.e());
    int blocks = Math.max(1, (widest + MicroKernel.MAX_INNER - 1) / MicroKernel.MAX_INNER);
    panel = grown(panel, Math.max(blocks * panelElements(of), innerPanelElements(of)));
    int results = Math.max(queries, KEYS) + of.rows();
    int width = PackedColumns.padded(widest, of.columns());
    tile = grown(tile, of.rows() * width);
    firstSums = grown(firstSums, results * width);
    secondSums = grown(secondSums, results * width);
    for (int i = 0; i < 2; i++) {
      packed[i].reserve(widest, KEYS, of.columns());
    }
    for (int i = 2; i < packed.length; i++) {
      packed[i].reserve(KEYS, widest, of.columns());
    }
  }

  /** Takes other micro-kernels of the same tile, for the next run. */
  void use(boolean isNarrow, Tile form) {
    if (isNarrow) {
      narrow = form.ofThread();
    } else {
      wide = form.ofThread();
    }
  }

  /** Takes other forms of the rest. */
  void use(Packing form, RowReductions reducing) {
    packing = form;
    reductions = reducing;
  }

  private static float[] grown(float[] array, int elements) {
    return array.length >= elements ? array : new float[elements];
  }

  /** Elements of a panel of rows, for one block of inner indices. */
  static int panelElements(Tile tile) {
    return tile.rows() * STRIDE;
  }

  private static int innerPanelElements(Tile tile) {
    return tile.byInnerIndex().innerStride() * KEYS;
  }

  /**
   * Packs some rows of a matrix [., length] as a panel of a first operand, times a factor.
   *
   * @param valid so many rows; the others of the panel are what they were
   */
  void packRows(Tile of, float[] source, int start, int valid, int length, float factor) {
    for (int from = 0, block = 0; from < length; from += MicroKernel.MAX_INNER, block++) {
      int count = Math.min(MicroKernel.MAX_INNER, length - from);
      for (int row = 0; row < valid; row++) {
        int to = block * panelElements(of) + row * STRIDE;
        scaled(source, start + row * length + from, panel, to, count, factor);
      }
    }
  }

  /** {@code y = factor x} for a run of elements. */
  static void scaled(float[] x, int from, float[] y, int to, int count, float factor) {
    for (int i = 0; i < count; i++) {
      y[to + i] = factor * x[from + i];
    }
  }

  float max(int at, int count) {
    return reductions.reduce(Reduce.Kind.MAX, scores, at, count, lanes);
  }

  float sum(int at, int count) {
    return reductions.reduce(Reduce.Kind.SUM, scores, at, count, lanes);
  }

  Tile tile(boolean isNarrow) {
    return isNarrow ? narrow : wide;
  }

  Packing packing() {
    return packing;
  }

  ScoreRows rows() {
    return rows;
  }

  float[] scores() {
    return scores;
  }

  float[] slopes() {
    return slopes;
  }

  float[] bias() {
    return bias;
  }

  float[] shifts() {
    return shifts;
  }

  float[] maxima() {
    return maxima;
  }

  float[] sums() {
    return sums;
  }

  float[] deltas() {
    return deltas;
  }

  float[] factors() {
    return factors;
  }

  float[] zeros() {
    return zeros;
  }

  float[] panel() {
    return panel;
  }

  float[] tile() {
    return tile;
  }

  float[] firstSums() {
    return firstSums;
  }

  float[] secondSums() {
    return secondSums;
  }

  PackedColumns keysTransposed() {
    return packed[0];
  }

  PackedColumns valuesTransposed() {
    return packed[1];
  }

  /** Values forward, keys backward. */
  PackedColumns rowsOfKeys() {
    return packed[2];
  }

  PackedColumns upstream() {
    return packed[3];
  }

  PackedColumns queries() {
    return packed[4];
  }
}
