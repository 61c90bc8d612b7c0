package io.deltarule.cpu.recurrent;

import io.deltarule.cpu.matmul.ResidentProduct;

/**
 * How a step is cut into parts: some rows of the batch, and of those some hidden units, both in
 * whole panels of the product. What a part computes does not depend on where it is cut, so the
 * number of threads may decide.
 *
 * <p>Rows don't know of each other: parts that have all hidden units of their rows take all steps
 * without waiting, and their state stays in their core's cache. Each reads all weights then. Where
 * there are too few rows for that, or too many weights, hidden units are cut too, and every step
 * needs what the one before has given to all parts.
 */
final class StepParts {
  /** Below this many multiply-adds, waking another thread costs more than it gives. */
  private static final long INLINE_WORK = 1 << 17;

  /** So many rows are worth reading all weights for. */
  private static final int FEWEST_ROWS = 8;

  /** So many weights, 4 MiB, come from a cache at every step. */
  private static final long MOST_WEIGHTS = 1 << 20;

  private final ResidentProduct product;
  private final int batch;
  private final int hidden;
  private final int rowPanelsAPart;
  private final int rowGroups;
  private final int panelsAPart;
  private final int hiddenGroups;

  /**
   * Cuts a step.
   *
   * @param product of the batch's rows with columns for the hidden units
   * @param rowGroups what {@link #rowGroups} says, or less
   * @param work multiply-adds of a step
   */
  StepParts(ResidentProduct product, int batch, int hidden, int rowGroups, long work, int threads) {
    this.product = product;
    this.batch = batch;
    this.hidden = hidden;
    rowPanelsAPart = Math.max(1, ceilDiv(product.rowPanels(), rowGroups));
    this.rowGroups = ceilDiv(product.rowPanels(), rowPanelsAPart);
    int others = work <= INLINE_WORK ? 1 : Math.max(1, threads / Math.max(1, this.rowGroups));
    panelsAPart = Math.max(1, ceilDiv(product.panels(), others));
    hiddenGroups = ceilDiv(product.panels(), panelsAPart);
  }

  /**
   * Groups of rows that steps are worth being cut into.
   *
   * @param weights the weights that each group reads
   * @param work multiply-adds of all steps
   */
  static int rowGroups(int batch, long weights, long work, int threads) {
    if (work <= INLINE_WORK || weights > MOST_WEIGHTS) {
      return 1;
    }
    return Math.max(1, Math.min(threads, batch / FEWEST_ROWS));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  int parts() {
    return rowGroups * hiddenGroups;
  }

  /** True if a part may take all steps, whatever the others do. */
  boolean areIndependent() {
    return hiddenGroups <= 1;
  }

  /** Columns of all panels, from one row of a tile to the next. */
  int stride() {
    return product.panels() * product.panelColumns();
  }

  int firstRowPanel(int part) {
    return part / hiddenGroups * rowPanelsAPart;
  }

  int endRowPanel(int part) {
    return Math.min(product.rowPanels(), firstRowPanel(part) + rowPanelsAPart);
  }

  int firstRow(int part) {
    return firstRowPanel(part) * product.panelRows();
  }

  int endRow(int part) {
    return Math.min(batch, endRowPanel(part) * product.panelRows());
  }

  int firstPanel(int part) {
    return part % hiddenGroups * panelsAPart;
  }

  int endPanel(int part) {
    return Math.min(product.panels(), firstPanel(part) + panelsAPart);
  }

  /** The first hidden unit of a part. */
  int from(int part) {
    return firstPanel(part) * product.panelColumns();
  }

  /** The end of a part's hidden units. */
  int to(int part) {
    return Math.min(hidden, endPanel(part) * product.panelColumns());
  }

  /** The first column of a panel. */
  int column(int panel) {
    return panel * product.panelColumns();
  }
}
