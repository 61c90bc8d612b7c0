package io.deltarule.cpu.matmul;

import io.deltarule.cpu.warmup.Form;

/**
 * The micro-kernels of a machine, and how it packs for them.
 *
 * @param wide for products of many columns
 * @param narrow for products of few columns, whose panels would be mostly padding otherwise
 * @param narrowCost how many times as long a column takes in a narrow tile
 */
public record MicroKernels(Tile wide, Tile narrow, double narrowCost, Form<Packing> packing) {
  /**
   * The kernels of one tile size.
   *
   * @param byRow for panels of A that hold its rows one after the other
   * @param byInnerIndex for panels of A that hold its columns one after the other
   * @param indexed for such panels, and a B that is not packed
   */
  public record Tile(
      Form<MicroKernel> byRow, Form<MicroKernel> byInnerIndex, Form<IndexedKernel> indexed) {
    /** The kernel whose panels are packed without transposing. */
    Form<MicroKernel> of(Matrix a) {
      return a.transposed() ? byInnerIndex : byRow;
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
            Form.of(new PlainRowsKernel(8, 128, PanelLayout.byInnerIndex(8))));
    return new MicroKernels(wide, plainTile(8, 8), 5, Form.of(new Packing()));
  }

  private static Tile plainTile(int rows, int columns) {
    return new Tile(
        Form.of(new PlainMicroKernel(rows, columns, PanelLayout.byRow())),
        Form.of(new PlainMicroKernel(rows, columns, PanelLayout.byInnerIndex(rows))),
        Form.of(new PlainRowsKernel(rows, columns, PanelLayout.byInnerIndex(rows))));
  }

  /** The tile whose panels suit a number of columns. */
  public Tile forColumns(int n) {
    int wideWidth = padded(n, wide.columns());
    int narrowWidth = padded(n, narrow.columns());
    return narrowCost * narrowWidth < wideWidth ? narrow : wide;
  }

  private static int padded(int n, int panel) {
    return (n + panel - 1) / panel * panel;
  }
}
