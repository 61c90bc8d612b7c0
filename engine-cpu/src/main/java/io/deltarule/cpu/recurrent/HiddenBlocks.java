package io.deltarule.cpu.recurrent;

import io.deltarule.cpu.matmul.ResidentProduct;

/**
 * How a step's hidden units are cut into parts, of whole panels of the product each. What a part
 * computes does not depend on where it is cut, so the number of threads may decide.
 */
final class HiddenBlocks {
  /** Below this many multiply-adds a step, waking another thread costs more than it gives. */
  private static final long INLINE_WORK = 1 << 17;

  private final int hidden;
  private final int panelColumns;
  private final int panels;
  private final int panelsAPart;

  HiddenBlocks(ResidentProduct product, int hidden, long work, int threads) {
    this.hidden = hidden;
    panelColumns = product.panelColumns();
    panels = product.panels();
    int wanted = work <= INLINE_WORK ? 1 : Math.max(1, Math.min(threads, panels));
    panelsAPart = (panels + wanted - 1) / wanted;
  }

  int parts() {
    return panels == 0 ? 0 : (panels + panelsAPart - 1) / panelsAPart;
  }

  /** Columns of all panels, from one row of a tile to the next. */
  int stride() {
    return panels * panelColumns;
  }

  int firstPanel(int part) {
    return part * panelsAPart;
  }

  int endPanel(int part) {
    return Math.min(panels, (part + 1) * panelsAPart);
  }

  int from(int part) {
    return firstPanel(part) * panelColumns;
  }

  int to(int part) {
    return Math.min(hidden, endPanel(part) * panelColumns);
  }

  /** The first column of a panel. */
  int column(int panel) {
    return panel * panelColumns;
  }
}
