package io.deltarule.cpu.matmul;

import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;

/**
 * {@code C[M, N] = A[M, K] B[K, N]} for a batch of matrices, bound to its arrays: running allocates
 * nothing.
 *
 * <p>C is cut into parts, which threads take one by one. A part packs all that it needs of A and B
 * into memory of its thread's own, block by block, and multiplies from there: what another thread
 * has packed would have to come from that one's cache, which takes longer than packing it again.
 * The sum over K runs in one order, whatever the part, so the result does not depend on the number
 * of threads.
 */
public final class PackedMatMul implements Runnable {
  /** Columns of B packed at a time: 768 KiB or less, for the second-level cache. */
  private static final int COLUMNS_OF_B = 512;

  /**
   * Panels packed at a time where they are pieces of the same rows: of a row of one panel, a
   * hundred bytes, too little would come from a page of memory at a time.
   */
  private static final int PANELS_AT_ONCE = 8;

  private final WorkerPool pool;
  private final ProductForms forms;
  private final Workspaces workspaces;
  private final Matrix a;
  private final Matrix b;
  private final float[] c;
  private final int cOffset;
  private final int m;
  private final int n;
  private final int k;
  private final Batch batch;
  private final Epilogue epilogue;

  /** The same in all forms of the kernel. */
  private final int tileRows;

  private final int tileColumns;
  private final PanelLayout layout;
  private final int rowsAtOnce;

  private final Partition partition;
  private final long work;
  private final long packed;
  private final int kBlock;
  private final int panelOfA;
  private final int panelOfB;
  private final ParallelTask task = this::part;

  /**
   * Binds a product.
   *
   * @param workspaces where operands are packed; no other product that packs there runs meanwhile
   * @param c where the result goes, dense and row-major
   * @param batch where each matrix of the batch begins
   * @param epilogue applied to each block of C when it is final
   */
  public PackedMatMul(
      WorkerPool pool,
      MicroKernels kernels,
      Workspaces workspaces,
      Matrix a,
      Matrix b,
      float[] c,
      int cOffset,
      Batch batch,
      Epilogue epilogue) {
    this.pool = pool;
    this.a = a;
    this.b = b;
    this.c = c;
    this.cOffset = cOffset;
    this.m = a.rows();
    this.n = b.columns();
    this.k = a.columns();
    this.batch = batch;
    this.epilogue = epilogue;
    this.workspaces = workspaces;
    this.forms = new ProductForms(kernels.forSize(m, n).of(a), kernels.packing(), pool.threads());
    MicroKernel kernel = forms.geometry();
    this.tileRows = kernel.rows();
    this.tileColumns = kernel.columns();
    this.layout = kernel.layout();
    int blocks = Math.max(1, (k + MicroKernel.MAX_INNER - 1) / MicroKernel.MAX_INNER);
    this.kBlock = Math.max(1, (k + blocks - 1) / blocks);
    this.panelOfA = layout.elements(tileRows);
    this.panelOfB = kBlock * tileColumns;
    this.partition =
        Partition.of(batch.c().length, m, n, k, kernel, b.transposed(), pool.threads());
    this.work = (long) batch.c().length * m * n * k;
    this.packed = batch.c().length * ((long) m * k + (long) k * n);
    int panelsOfA =
        a.transposed() ? Math.min(PANELS_AT_ONCE, panels(partition.rows(), tileRows)) : 1;
    this.rowsAtOnce = panelsOfA * tileRows;
    int columnsOfB = Math.min(COLUMNS_OF_B, partition.columns());
    workspaces.reserve(
        pool.threads(),
        panelsOfA * panelOfA,
        panels(columnsOfB, tileColumns) * panelOfB,
        tileRows * tileColumns);
    epilogue.prepare(partition.parts());
  }

  /** Where the matrices of a batch begin, relative to the operands' offsets. */
  public record Batch(int[] a, int[] b, int[] c) {
    /** A single product. */
    public static Batch single() {
      return new Batch(new int[1], new int[1], new int[1]);
    }
  }

  private static int panels(int size, int panel) {
    return (size + panel - 1) / panel;
  }

  @Override
  public void run() {
    forms.begin(work, packed);
    epilogue.begin();
    if (partition.isInline()) {
      for (int part = 0; part < partition.parts(); part++) {
        part(part);
      }
    } else {
      pool.run(task, partition.parts());
    }
  }

  private void part(int part) {
    int worker = pool.worker();
    int row0 = partition.firstRow(part);
    int row1 = Math.min(m, row0 + partition.rows());
    int column0 = partition.firstColumn(part);
    int column1 = Math.min(n, column0 + partition.columns());
    int end = partition.endMatrix(part);
    for (int matrix = partition.firstMatrix(part); matrix < end; matrix++) {
      for (int column = column0; column < column1; column += COLUMNS_OF_B) {
        columns(worker, part, matrix, row0, row1, column, Math.min(column1, column + COLUMNS_OF_B));
      }
    }
  }

  /** Some columns of C: each block of B is packed once, and all rows of A pass by it. */
  private void columns(
      int worker, int part, int matrix, int row0, int row1, int column0, int column1) {
    int inner = 0;
    do {
      int count = Math.min(kBlock, k - inner);
      packB(worker, matrix, column0, column1, inner, count);
      for (int row = row0; row < row1; row += rowsAtOnce) {
        int end = Math.min(row1, row + rowsAtOnce);
        packA(worker, matrix, row, end, inner, count);
        multiply(worker, matrix, row, end, column0, column1, inner, count);
        if (inner + count == k) {
          epilogue.apply(part, matrix, row, end, column0, column1);
        }
      }
      inner += count;
    } while (inner < k);
  }

  private void packA(int worker, int matrix, int row0, int row1, int inner, int count) {
    int base = a.offset() + batch.a()[matrix];
    float[] panels = workspaces.of(worker).a();
    if (a.transposed()) {
      forms
          .packing()
          .copyShortRows(
              a.array(),
              base + inner * m + row0,
              m,
              count,
              row1 - row0,
              tileRows,
              panels,
              0,
              layout.innerStride(),
              panelOfA);
    } else {
      forms
          .packing()
          .copyRows(
              a.array(),
              base + row0 * k + inner,
              k,
              row1 - row0,
              tileRows,
              count,
              panels,
              0,
              layout.rowStride());
    }
  }

  private void packB(int worker, int matrix, int column0, int column1, int inner, int count) {
    int base = b.offset() + batch.b()[matrix];
    float[] panels = workspaces.of(worker).b();
    int atOnce = b.transposed() ? tileColumns : PANELS_AT_ONCE * tileColumns;
    for (int column = column0; column < column1; column += atOnce) {
      int valid = Math.min(atOnce, column1 - column);
      int to = (column - column0) / tileColumns * panelOfB;
      if (b.transposed()) {
        forms
            .packing()
            .transpose(
                b.array(), base + column * k + inner, k, valid, count, panels, to, tileColumns);
      } else {
        forms
            .packing()
            .copyShortRows(
                b.array(),
                base + inner * n + column,
                n,
                count,
                valid,
                tileColumns,
                panels,
                to,
                tileColumns,
                panelOfB);
      }
    }
  }

  /** Each panel of A stays in the first-level cache while the panels of B pass by. */
  private void multiply(
      int worker, int matrix, int row0, int row1, int column0, int column1, int inner, int count) {
    int atA = 0;
    for (int row = row0; row < row1; row += tileRows) {
      int validRows = Math.min(tileRows, row1 - row);
      int atB = 0;
      for (int column = column0; column < column1; column += tileColumns) {
        int at = cOffset + batch.c()[matrix] + row * n + column;
        if (column1 - column >= tileColumns) {
          wholeTile(worker, count, atA, atB, at, validRows, inner == 0);
        } else {
          edgeTile(worker, count, atA, atB, at, validRows, column1 - column, inner == 0);
        }
        atB += panelOfB;
      }
      atA += panelOfA;
    }
  }

  private void wholeTile(
      int worker, int count, int atA, int atB, int at, int rows, boolean isFirst) {
    forms
        .kernel(worker)
        .multiply(
            count,
            workspaces.of(worker).a(),
            atA,
            workspaces.of(worker).b(),
            atB,
            isFirst ? workspaces.zeros() : c,
            isFirst ? 0 : at,
            isFirst ? 0 : n,
            c,
            at,
            n,
            rows);
  }

  /** A tile that reaches over the last column is computed beside C. */
  private void edgeTile(
      int worker, int count, int atA, int atB, int at, int rows, int columns, boolean isFirst) {
    float[] tile = workspaces.of(worker).tile();
    int width = tileColumns;
    for (int r = 0; r < rows && !isFirst; r++) {
      System.arraycopy(c, at + r * n, tile, r * width, columns);
    }
    forms
        .kernel(worker)
        .multiply(
            count,
            workspaces.of(worker).a(),
            atA,
            workspaces.of(worker).b(),
            atB,
            isFirst ? workspaces.zeros() : tile,
            0,
            isFirst ? 0 : width,
            tile,
            0,
            width,
            rows);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(tile, r * width, c, at + r * n, columns);
    }
  }
}
