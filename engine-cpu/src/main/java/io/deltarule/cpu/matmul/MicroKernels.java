package io.deltarule.cpu.matmul;

import io.deltarule.cpu.warmup.Form;

/**
 * The micro-kernels of a machine, and how it packs for them.
 *
 * @param wide for products of many columns
 * @param low for products of many columns and few rows, whose panels would be padding otherwise
 * @param lowCost how many times as long a row takes in a low tile
 * @param narrow for products of few columns
 * @param narrowCost how many times as long a column takes in a narrow tile
 */
public record MicroKernels(
    Tile wide, Tile low, double lowCost, Tile narrow, double narrowCost, Form<Packing> packing) {
  /**
   * The kernels of one tile size.
   *
   * @param byRow for panels of A that hold its rows one after the other
   * @param byInnerIndex for panels of A that hold its columns one after the other
   * @param indexed for such panels, and a B that is not packed
   * @param rowIndexed for an A that is not packed
   */
  public record Tile(
      Form<MicroKernel> byRow,
      Form<MicroKernel> byInnerIndex,
      Form<IndexedKernel> indexed,
      Form<RowIndexedKernel> rowIndexed) {
    /** The kernel whose panels are packed without transposing. */
    Form<MicroKernel> of(Matrix a) {
      return a.transposed() ? byInnerIndex : byRow;
    }

    private int rows() {
      return byRow.now().rows();
    }

    private int columns() {
      return byRow.now().columns();
    }
  }

  /** Plain Java, for machines without the Vector API. */
  public static MicroKernels plain() {
    Tile wide =
        new Tile(
            Form.of(new PlainRowsKernel(8, 128, PanelLayout.byRow())),
            Form.of(new PlainRowsKernel(8, 128, PanelLayout.byInnerIndex(8))),
            Form.of(new PlainRowsKernel(8, 128, PanelLayout.byInnerIndex(8))),
            Form.of(RowIndexedKernel.plain(8, 128)));
    return new MicroKernels(wide, wide, 1, plainTile(8, 8), 5, Form.of(new Packing()));
  }

  private static Tile plainTile(int rows, int columns) {
    return new Tile(
        Form.of(new PlainMicroKernel(rows, columns, PanelLayout.byRow())),
        Form.of(new PlainMicroKernel(rows, columns, PanelLayout.byInnerIndex(rows))),
        Form.of(new PlainRowsKernel(rows, columns, PanelLayout.byInnerIndex(rows))),
        Form.of(RowIndexedKernel.plain(rows, columns)));
  }

  /** The tile whose panels suit a product of so many rows and columns. */
  public Tile forSize(int m, int n) {
    int wideWidth = padded(n, wide.columns());
    int narrowWidth = padded(n, narrow.columns());
    if (narrowCost * narrowWidth < wideWidth) {
      return narrow;
    }
    return lowCost * padded(m, low.rows()) < padded(m, wide.rows()) ? low : wide;
  }

  private static int padded(int n, int panel) {
    return (n + panel - 1) / panel * panel;
  }
}
