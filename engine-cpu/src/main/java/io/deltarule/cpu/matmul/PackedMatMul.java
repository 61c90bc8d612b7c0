package io.deltarule.cpu.matmul;

import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;

/**
 * {@code C[M, N] = A[M, K] B[K, N]} for a batch of matrices, bound to its arrays: running allocates
 * nothing.
 *
 * <p>Two rounds for each block of rows, columns and inner indices: all threads pack panels of A and
 * B, then all threads multiply, each taking tasks of some panels by some panels. K is cut into
 * blocks whose panels fit the first-level cache. Blocks and tasks depend on the shape alone, and
 * the sum over K runs in one order, so the result does not depend on the number of threads.
 */
public final class PackedMatMul implements Runnable {
  /** So many blocks of K are packed at a time, so that long inner products need no more memory. */
  private static final int K_BLOCKS_AT_ONCE = 16;

  /** At most this many packed elements of an operand at a time: 16 MiB. */
  private static final int PACKED_ELEMENTS = 1 << 22;

  /** Below this many multiply-adds, waking another thread costs more than it gives. */
  private static final long INLINE_WORK = 1 << 18;

  /** Panels packed by one task. */
  private static final int PACK_GRAIN = 4;

  private final WorkerPool pool;
  private final MicroKernel kernel;
  private final Packing packing;
  private final Matrix a;
  private final Matrix b;
  private final float[] c;
  private final int cOffset;
  private final int m;
  private final int n;
  private final int k;
  private final Batch batch;
  private final Epilogue epilogue;

  private final int kBlock;
  private final int kAtOnce;
  private final int blocksAtOnce;
  private final int panelOfA;
  private final int panelOfB;
  private final int rowsAtOnce;
  private final int columnsAtOnce;
  private final boolean inline;
  private final PackedPanels packed;
  private final ParallelTask packTask = this::pack;
  private final ParallelTask multiplyTask = this::multiply;

  // The blocks that the present round works on.
  private int matrix;
  private int k0;
  private int ks;
  private int row0;
  private int rows;
  private int column0;
  private int columns;
  private int panelsOfA;
  private int panelsOfB;
  private int taskRows;
  private int taskColumns;
  private int columnTasks;
  private boolean packsB;

  /**
   * Binds a product.
   *
   * @param packed where operands are packed; no other product that packs there runs meanwhile
   * @param c where the result goes, dense and row-major
   * @param batch where each matrix of the batch begins
   * @param epilogue applied to each block of C when it is final
   */
  public PackedMatMul(
      WorkerPool pool,
      MicroKernels kernels,
      PackedPanels packed,
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
    this.kernel = kernels.forColumns(n).of(a);
    this.packing = kernels.packing();
    int kBlocks = Math.max(1, (k + MicroKernel.MAX_INNER - 1) / MicroKernel.MAX_INNER);
    this.kBlock = Math.max(1, (k + kBlocks - 1) / kBlocks);
    this.kAtOnce = Math.min(k, kBlock * K_BLOCKS_AT_ONCE);
    this.blocksAtOnce = Math.min(kBlocks, K_BLOCKS_AT_ONCE);
    this.panelOfA = kernel.layout().elements(kernel.rows());
    this.panelOfB = kBlock * kernel.columns();
    this.inline = (long) m * n * k <= INLINE_WORK;
    this.rowsAtOnce = atOnce(m, kernel.rows());
    this.columnsAtOnce = atOnce(n, kernel.columns());
    this.packed = packed;
    int tasks = 0;
    for (row0 = 0; row0 < m; row0 += rowsAtOnce) {
      for (column0 = 0; column0 < n; column0 += columnsAtOnce) {
        tasks = Math.max(tasks, planTasks());
      }
    }
    packed.reserve(
        panels(rowsAtOnce, kernel.rows()) * blocksAtOnce * panelOfA,
        panels(columnsAtOnce, kernel.columns()) * blocksAtOnce * panelOfB,
        kernel.columns(),
        tasks * kernel.rows() * kernel.columns());
    epilogue.prepare(tasks);
  }

  /** Where the matrices of a batch begin, relative to the operands' offsets. */
  public record Batch(int[] a, int[] b, int[] c) {
    /** A single product. */
    public static Batch single() {
      return new Batch(new int[1], new int[1], new int[1]);
    }
  }

  /** As many rows or columns as the packed buffer holds, a whole number of panels. */
  private int atOnce(int size, int panel) {
    int panels = Math.max(1, PACKED_ELEMENTS / Math.max(1, kAtOnce) / panel);
    return Math.max(1, (int) Math.min(size, (long) panels * panel));
  }

  private static int panels(int size, int panel) {
    return (size + panel - 1) / panel;
  }

  @Override
  public void run() {
    if (m == 0 || n == 0) {
      return;
    }
    for (matrix = 0; matrix < batch.c().length; matrix++) {
      for (column0 = 0; column0 < n; column0 += columnsAtOnce) {
        k0 = 0;
        do {
          ks = Math.min(kAtOnce, k - k0);
          for (row0 = 0; row0 < m; row0 += rowsAtOnce) {
            round();
          }
          k0 += ks;
        } while (k0 < k);
      }
    }
  }

  private void round() {
    int tasks = planTasks();
    packsB = row0 == 0;
    int packs = grains(panelsOfA) + (packsB ? grains(panelsOfB) : 0);
    if (inline) {
      for (int part = 0; part < packs; part++) {
        pack(part);
      }
      for (int part = 0; part < tasks; part++) {
        multiply(part);
      }
    } else {
      pool.run(packTask, packs);
      pool.run(multiplyTask, tasks);
    }
  }

  private static int grains(int panels) {
    return (panels + PACK_GRAIN - 1) / PACK_GRAIN;
  }

  /** Cuts the present block into tasks: large ones for reuse in cache, but enough of them. */
  private int planTasks() {
    rows = Math.min(rowsAtOnce, m - row0);
    columns = Math.min(columnsAtOnce, n - column0);
    panelsOfA = panels(rows, kernel.rows());
    panelsOfB = panels(columns, kernel.columns());
    taskRows = Math.min(panelsOfA, 16);
    taskColumns = Math.min(panelsOfB, 8);
    while (tasks() < 16 && taskRows * taskColumns > 8) {
      if (taskColumns > 2) {
        taskColumns = (taskColumns + 1) / 2;
      } else {
        taskRows = (taskRows + 1) / 2;
      }
    }
    columnTasks = (panelsOfB + taskColumns - 1) / taskColumns;
    return tasks();
  }

  private int tasks() {
    return ((panelsOfA + taskRows - 1) / taskRows) * ((panelsOfB + taskColumns - 1) / taskColumns);
  }

  private void pack(int part) {
    int grainsOfA = grains(panelsOfA);
    boolean ofA = part < grainsOfA;
    int first = (ofA ? part : part - grainsOfA) * PACK_GRAIN;
    int end = Math.min(ofA ? panelsOfA : panelsOfB, first + PACK_GRAIN);
    for (int panel = first; panel < end; panel++) {
      for (int block = 0; block * kBlock < Math.max(1, ks); block++) {
        if (ofA) {
          packA(panel, block);
        } else {
          packB(panel, block);
        }
      }
    }
  }

  private void packA(int panel, int block) {
    int row = row0 + panel * kernel.rows();
    int valid = Math.min(kernel.rows(), row0 + rows - row);
    int inner = k0 + block * kBlock;
    int count = Math.min(kBlock, k0 + ks - inner);
    int from = a.offset() + batch.a()[matrix];
    int to = (panel * blocksAtOnce + block) * panelOfA;
    float[] panels = packed.a();
    if (a.transposed()) {
      from += inner * m + row;
      packing.copyShortRows(a.array(), from, m, count, valid, panels, to, kernel.innerStride());
    } else {
      from += row * k + inner;
      packing.copyRows(
          a.array(), from, k, valid, kernel.rows(), count, panels, to, kernel.rowStride());
    }
  }

  private void packB(int panel, int block) {
    int column = column0 + panel * kernel.columns();
    int valid = Math.min(kernel.columns(), column0 + columns - column);
    int inner = k0 + block * kBlock;
    int count = Math.min(kBlock, k0 + ks - inner);
    int from = b.offset() + batch.b()[matrix];
    int to = (panel * blocksAtOnce + block) * panelOfB;
    float[] panels = packed.b();
    if (b.transposed()) {
      from += column * k + inner;
      packing.transpose(b.array(), from, k, valid, count, panels, to, kernel.columns());
    } else {
      from += inner * n + column;
      packing.copyShortRows(b.array(), from, n, count, valid, panels, to, kernel.columns());
    }
  }

  private void multiply(int task) {
    int panelRow0 = task / columnTasks * taskRows;
    int panelRow1 = Math.min(panelsOfA, panelRow0 + taskRows);
    int panelColumn0 = task % columnTasks * taskColumns;
    int panelColumn1 = Math.min(panelsOfB, panelColumn0 + taskColumns);
    int block = 0;
    do {
      int count = Math.min(kBlock, ks - block * kBlock);
      for (int j = panelColumn0; j < panelColumn1; j++) {
        for (int i = panelRow0; i < panelRow1; i++) {
          tile(task, i, j, block, count);
        }
      }
      block++;
    } while (block * kBlock < ks);
    if (k0 + ks == k) {
      finish(task, panelRow0, panelRow1, panelColumn0, panelColumn1);
    }
  }

  private void finish(int task, int panelRow0, int panelRow1, int panelColumn0, int panelColumn1) {
    epilogue.apply(
        task,
        matrix,
        row0 + panelRow0 * kernel.rows(),
        row0 + Math.min(rows, panelRow1 * kernel.rows()),
        column0 + panelColumn0 * kernel.columns(),
        column0 + Math.min(columns, panelColumn1 * kernel.columns()));
  }

  private void tile(int task, int i, int j, int block, int count) {
    int row = i * kernel.rows();
    int column = j * kernel.columns();
    int at = cOffset + batch.c()[matrix] + (row0 + row) * n + column0 + column;
    int validRows = Math.min(kernel.rows(), rows - row);
    int validColumns = Math.min(kernel.columns(), columns - column);
    boolean first = k0 + block == 0;
    int panelA = (i * blocksAtOnce + block) * panelOfA;
    int panelB = (j * blocksAtOnce + block) * panelOfB;
    int width = kernel.columns();
    if (validColumns == width) {
      float[] start = first ? packed.zeros() : c;
      kernel.multiply(
          count,
          packed.a(),
          panelA,
          packed.b(),
          panelB,
          start,
          first ? 0 : at,
          first ? 0 : n,
          c,
          at,
          n,
          validRows);
      return;
    }
    float[] edges = packed.edges();
    int edge = task * kernel.rows() * width;
    for (int r = 0; r < validRows && !first; r++) {
      System.arraycopy(c, at + r * n, edges, edge + r * width, validColumns);
    }
    float[] start = first ? packed.zeros() : edges;
    kernel.multiply(
        count,
        packed.a(),
        panelA,
        packed.b(),
        panelB,
        start,
        first ? 0 : edge,
        first ? 0 : width,
        edges,
        edge,
        width,
        validRows);
    for (int r = 0; r < validRows; r++) {
      System.arraycopy(edges, edge + r * width, c, at + r * n, validColumns);
    }
  }
}
