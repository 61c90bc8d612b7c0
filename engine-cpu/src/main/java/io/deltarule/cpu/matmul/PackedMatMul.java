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
  /**
   * A panel of B of this many inner indices (32 KiB at 32 columns) stays in the first-level cache.
   */
  private static final int K_BLOCK = 256;

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
    this.kernel = kernels.forColumns(n);
    int kBlocks = Math.max(1, (k + K_BLOCK - 1) / K_BLOCK);
    this.kBlock = Math.max(1, (k + kBlocks - 1) / kBlocks);
    this.kAtOnce = Math.min(k, kBlock * K_BLOCKS_AT_ONCE);
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
        padded(rowsAtOnce, kernel.rows()) * kAtOnce,
        padded(columnsAtOnce, kernel.columns()) * kAtOnce,
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

  private static int padded(int size, int panel) {
    return (size + panel - 1) / panel * panel;
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
    panelsOfA = (rows + kernel.rows() - 1) / kernel.rows();
    panelsOfB = (columns + kernel.columns() - 1) / kernel.columns();
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
    if (part < grainsOfA) {
      for (int panel = part * PACK_GRAIN;
          panel < Math.min(panelsOfA, (part + 1) * PACK_GRAIN);
          panel++) {
        packPanel(
            a, batch.a()[matrix], a.transposed(), row0, rows, panel, kernel.rows(), packed.a());
      }
    } else {
      int grain = part - grainsOfA;
      for (int panel = grain * PACK_GRAIN;
          panel < Math.min(panelsOfB, (grain + 1) * PACK_GRAIN);
          panel++) {
        packPanel(
            b,
            batch.b()[matrix],
            !b.transposed(),
            column0,
            columns,
            panel,
            kernel.columns(),
            packed.b());
      }
    }
  }

  private void packPanel(
      Matrix source,
      int shift,
      boolean contiguous,
      int first,
      int count,
      int panel,
      int width,
      float[] target) {
    int from = panel * width;
    int valid = Math.min(width, count - from);
    for (int at = 0; at < ks; at += kBlock) {
      Packing.pack(
          source.array(),
          source.offset() + shift,
          source.stride(),
          contiguous,
          first + from,
          valid,
          k0 + at,
          Math.min(kBlock, ks - at),
          target,
          from * ks + at * width,
          width);
    }
  }

  private void multiply(int task) {
    int panelRow0 = task / columnTasks * taskRows;
    int panelRow1 = Math.min(panelsOfA, panelRow0 + taskRows);
    int panelColumn0 = task % columnTasks * taskColumns;
    int panelColumn1 = Math.min(panelsOfB, panelColumn0 + taskColumns);
    int at = 0;
    do {
      int kc = Math.min(kBlock, ks - at);
      for (int j = panelColumn0; j < panelColumn1; j++) {
        int panelB = (j * ks + at) * kernel.columns();
        for (int i = panelRow0; i < panelRow1; i++) {
          tile(task, i, j, kc, (i * ks + at) * kernel.rows(), panelB, k0 + at > 0);
        }
      }
      at += kc;
    } while (at < ks);
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

  private void tile(int task, int i, int j, int kc, int panelA, int panelB, boolean accumulate) {
    int row = i * kernel.rows();
    int column = j * kernel.columns();
    int at = cOffset + batch.c()[matrix] + (row0 + row) * n + column0 + column;
    int validRows = Math.min(kernel.rows(), rows - row);
    int validColumns = Math.min(kernel.columns(), columns - column);
    if (validRows == kernel.rows() && validColumns == kernel.columns()) {
      kernel.multiply(kc, packed.a(), panelA, packed.b(), panelB, c, at, n, accumulate);
      return;
    }
    float[] edges = packed.edges();
    int edge = task * kernel.rows() * kernel.columns();
    if (accumulate) {
      for (int r = 0; r < validRows; r++) {
        System.arraycopy(c, at + r * n, edges, edge + r * kernel.columns(), validColumns);
      }
    }
    kernel.multiply(
        kc, packed.a(), panelA, packed.b(), panelB, edges, edge, kernel.columns(), accumulate);
    for (int r = 0; r < validRows; r++) {
      System.arraycopy(edges, edge + r * kernel.columns(), c, at + r * n, validColumns);
    }
  }
}
