package io.deltarule.cpu.matmul;

import java.util.Arrays;

/**
 * {@code C[M, N] = A[M, K] B[K, N]} for one B and many A: B is packed once and stays, A is packed
 * piece by piece, as what computes it comes by. That is what a recurrence needs, whose weights are
 * the same at every step and whose state is the next step's A.
 *
 * <p>B's columns fall into groups of equal size, each of whole panels. Panels are multiplied one by
 * one, by any thread of a pool; the sum over K runs in one order.
 */
public final class ResidentProduct {
  private final ProductForms forms;

  /** Its tile and layout alone: the forms that run are asked for. */
  private final MicroKernel kernel;

  private final int rows;
  private final int inner;
  private final int columns;
  private final int rowPanels;
  private final int blocks;
  private final int blockLength;
  private final int panelOfA;
  private final int panelOfB;
  private final int panels;
  private final float[] b;
  private final float[] zeros;

  /**
   * Room for a product.
   *
   * @param threads the number of threads of the pool that multiplies
   * @param rows M
   * @param rowGroups groups of rows that are multiplied each by a thread of its own
   * @param inner K
   * @param groups groups of columns
   * @param columns columns of a group; N is groups times columns
   */
  public ResidentProduct(
      MicroKernels kernels,
      int threads,
      int rows,
      int rowGroups,
      int inner,
      int groups,
      int columns) {
    MicroKernels.Tile tile = kernels.forSize((rows + rowGroups - 1) / rowGroups, columns);
    this.forms = new ProductForms(tile.byRow(), kernels.packing(), threads);
    this.kernel = forms.geometry();
    this.rows = rows;
    this.inner = inner;
    this.columns = columns;
    rowPanels = (rows + kernel.rows() - 1) / kernel.rows();
    blocks = Math.max(1, (inner + MicroKernel.MAX_INNER - 1) / MicroKernel.MAX_INNER);
    blockLength = Math.max(1, (inner + blocks - 1) / blocks);
    panelOfA = kernel.layout().elements(kernel.rows());
    panelOfB = blockLength * kernel.columns();
    panels = (columns + kernel.columns() - 1) / kernel.columns();
    zeros = new float[kernel.columns()];
    b = new float[Math.multiplyExact(Math.multiplyExact(groups * panels, blocks), panelOfB)];
  }

  /**
   * Called before each run of what multiplies: it packs B, then multiplies some number of A.
   *
   * @param products the number of A
   */
  public void begin(int products) {
    long elements = (long) b.length;
    forms.begin(elements * rows * products, elements);
  }

  /** Panels of a group of columns. */
  public int panels() {
    return panels;
  }

  /** Columns of a panel; the last of a group may reach over its end. */
  public int panelColumns() {
    return kernel.columns();
  }

  /** Panels of rows. */
  public int rowPanels() {
    return rowPanels;
  }

  /** Rows of a panel; the last one may have fewer. */
  public int panelRows() {
    return kernel.rows();
  }

  /** Memory for one A, zero at first: what {@link #put} fills. */
  public float[] newRows() {
    return new float[Math.multiplyExact(blocks * rowPanels, panelOfA)];
  }

  /** Packs a panel of B, which is stored as [K, N], or as [N, K] if it is transposed. */
  public void pack(float[] source, int offset, boolean transposed, int group, int panel, int n) {
    int column = panel * kernel.columns();
    int valid = Math.min(kernel.columns(), columns - column);
    for (int block = 0; block < blocks; block++) {
      int from = block * blockLength;
      int count = Math.min(blockLength, inner - from);
      int to = startOfB(group, panel, block);
      int at = group * columns + column;
      if (transposed) {
        forms
            .packing()
            .transpose(
                source, offset + at * inner + from, inner, valid, count, b, to, kernel.columns());
      } else {
        forms
            .packing()
            .copyShortRows(
                source, offset + from * n + at, n, count, valid, b, to, kernel.columns());
      }
    }
  }

  /** Sets elements of a row of A, from inner index {@code from} on. */
  public void put(float[] a, int row, int from, float[] source, int at, int count) {
    for (int done = 0; done < count; ) {
      int index = from + done;
      int length = Math.min(count - done, blockLength - index % blockLength);
      System.arraycopy(source, at + done, a, startOfA(row, index), length);
      done += length;
    }
  }

  /** Sets elements of a row of A to 0. */
  public void clear(float[] a, int row, int from, int count) {
    for (int done = 0; done < count; ) {
      int index = from + done;
      int length = Math.min(count - done, blockLength - index % blockLength);
      int to = startOfA(row, index);
      Arrays.fill(a, to, to + length, 0);
      done += length;
    }
  }

  private int startOfA(int row, int index) {
    int panel = index / blockLength * rowPanels + row / kernel.rows();
    return panel * panelOfA + row % kernel.rows() * kernel.rowStride() + index % blockLength;
  }

  private int startOfB(int group, int panel, int block) {
    return ((group * panels + panel) * blocks + block) * panelOfB;
  }

  /**
   * Multiplies some panels of rows of A by a panel of B.
   *
   * @param worker the thread's number in the pool
   * @param c where the result goes: rows of whole panels, {@code cStride} apart, from the first row
   *     of A on
   */
  public void multiply(
      int worker,
      float[] a,
      int firstRowPanel,
      int endRowPanel,
      int group,
      int panel,
      float[] c,
      int cOffset,
      int cStride) {
    for (int block = 0; block < blocks; block++) {
      int count = Math.min(blockLength, inner - block * blockLength);
      for (int rowPanel = firstRowPanel; rowPanel < endRowPanel; rowPanel++) {
        int row = rowPanel * kernel.rows();
        int to = cOffset + row * cStride;
        forms
            .kernel(worker)
            .multiply(
                count,
                a,
                (block * rowPanels + rowPanel) * panelOfA,
                b,
                startOfB(group, panel, block),
                block == 0 ? zeros : c,
                block == 0 ? 0 : to,
                block == 0 ? 0 : cStride,
                c,
                to,
                cStride,
                Math.min(kernel.rows(), rows - row));
      }
    }
  }
}
