package io.deltarule.cpu.matmul;

/** What innermost products have in common: the tile of C, and the panels of A. */
public interface TileKernel {
  /** Rows of the tile, and of a panel of A. */
  int rows();

  /** Columns of the tile, and of a panel of B. */
  int columns();

  /** See {@link PanelLayout#rowStride}. */
  int rowStride();

  /** See {@link PanelLayout#innerStride}. */
  int innerStride();

  /** Where the elements of a panel of A lie. */
  default PanelLayout layout() {
    return new PanelLayout(rowStride(), innerStride());
  }
}
