package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.Epilogue;
import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.ProductForms;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.WorkerPool;

/**
 * The product of a packed weight with the patches of one grid: for each group {@code C[rows,
 * columns] = W[rows, inner] P[inner, columns]}, the columns of all samples side by side. P is
 * packed panel by panel from the tensor, and the sums go where the columns belong in the result [N,
 * channels, target positions].
 *
 * <p>A part is a block of columns of a group. Sums run over the inner index in one order, whatever
 * the block.
 */
final class PatchProduct implements ColumnsProduct {
  /** Columns packed at a time: 768 KiB or less, for the second-level cache. */
  private static final int MOST_COLUMNS = 512;

  /** So many parts at least even out the load of some threads, if there are columns enough. */
  private static final int WANTED_PARTS = 32;

  /** Elements behind a panel that packing its last row may overwrite: a vector. */
  private static final int SLACK = 64;

  /**
   * Where a product goes.
   *
   * @param array the result [samples, groups x rows, target positions]
   * @param start its first element
   */
  record Target(float[] array, int start, int samples, int groups, int rows) {}

  private final WorkerPool pool;
  private final ProductForms forms;

  /** Its tile and layout alone: the forms that run are asked for. */
  private final MicroKernel kernel;

  private final Workspaces workspaces;
  private final PatchGrid grid;
  private final PatchRows[] patches;
  private final PackedWeight weight;
  private final Target target;
  private final int innerChannels;
  private final Epilogue epilogue;
  private final int kBlock;
  private final int columns;
  private final int planeColumns;
  private final int targets;
  private final boolean isDense;
  private final int blockColumns;
  private final int blocks;
  private final int[][] places;

  /**
   * Binds a product.
   *
   * @param forms with the kernel whose panels the weight is packed into
   * @param patches one for each thread
   * @param innerChannels the channels of a group that are summed over
   * @param epilogue applied to each block of a sample and group when it is final
   */
  PatchProduct(
      WorkerPool pool,
      ProductForms forms,
      Workspaces workspaces,
      PatchGrid grid,
      PatchRows[] patches,
      PackedWeight weight,
      Target target,
      int innerChannels,
      Epilogue epilogue) {
    this.pool = pool;
    this.forms = forms;
    this.kernel = forms.geometry();
    this.workspaces = workspaces;
    this.grid = grid;
    this.patches = patches;
    this.weight = weight;
    this.target = target;
    this.innerChannels = innerChannels;
    this.epilogue = epilogue;
    kBlock = innerBlock(weight.inner());
    planeColumns = grid.columns();
    columns = target.samples() * planeColumns;
    targets = grid.targets();
    isDense = grid.isDense();
    blockColumns = blockColumns(columns, target.groups(), kernel.columns());
    blocks = (columns + blockColumns - 1) / blockColumns;
    int width = kernel.columns();
    workspaces.reserve(
        pool.threads(),
        0,
        (blockColumns + width - 1) / width * width * kBlock + SLACK,
        kernel.rows() * width);
    places = OwnLines.ints(pool.threads(), width);
    epilogue.prepare(parts());
  }

  /** By shape alone: whole panels, few enough for the cache. */
  private static int blockColumns(int columns, int groups, int panel) {
    int wanted = (WANTED_PARTS + groups - 1) / groups;
    int even = (columns + wanted - 1) / wanted;
    int panels = Math.max(1, (Math.min(MOST_COLUMNS, even) + panel - 1) / panel);
    return panels * panel;
  }

  /** The inner index is cut into parts of this length, by it alone. */
  static int innerBlock(int inner) {
    int blocks = Math.max(1, (inner + MicroKernel.MAX_INNER - 1) / MicroKernel.MAX_INNER);
    return Math.max(1, (inner + blocks - 1) / blocks);
  }

  @Override
  public void begin() {
    forms.begin(work(), (long) columns * target.groups() * weight.inner());
    for (PatchRows rows : patches) {
      rows.use(forms.packing());
    }
    epilogue.begin();
  }

  @Override
  public long work() {
    return (long) columns * target.groups() * target.rows() * weight.inner();
  }

  @Override
  public int parts() {
    return target.groups() * blocks;
  }

  @Override
  public void part(int part) {
    int worker = pool.worker();
    int group = part / blocks;
    int first = part % blocks * blockColumns;
    int end = Math.min(columns, first + blockColumns);
    int inner = 0;
    do {
      int count = Math.min(kBlock, weight.inner() - inner);
      packPatches(worker, group, first, end, inner, count);
      multiply(worker, group, first, end, inner, count);
      inner += count;
    } while (inner < weight.inner());
    finish(part, group, first, end);
  }

  private void packPatches(int worker, int group, int first, int end, int inner, int count) {
    if (count == 0) {
      return;
    }
    int width = kernel.columns();
    int to = 0;
    for (int column = first; column < end; column += width) {
      patches[worker].select(group * innerChannels, column, Math.min(width, end - column));
      patches[worker].pack(inner, count, workspaces.of(worker).b(), to, width);
      to += kBlock * width;
    }
  }

  private void multiply(int worker, int group, int first, int end, int inner, int count) {
    int width = kernel.columns();
    int atB = 0;
    for (int column = first; column < end; column += width) {
      int valid = Math.min(width, end - column);
      boolean isWhole = isDense && column % planeColumns + width <= planeColumns && valid == width;
      if (!isWhole) {
        place(places[worker], column, valid);
      }
      for (int row = 0; row < target.rows(); row += kernel.rows()) {
        int rows = Math.min(kernel.rows(), target.rows() - row);
        int atA = weight.at(group, row, inner);
        if (isWhole) {
          wholeTile(worker, count, atA, atB, at(group, row, column), rows, inner == 0);
        } else {
          scatteredTile(worker, count, atA, atB, rowStart(group, row), rows, valid, inner == 0);
        }
      }
      atB += kBlock * width;
    }
  }

  /** Where the first row of the tile begins in sample 0. */
  private int rowStart(int group, int row) {
    return target.start() + (group * target.rows() + row) * targets;
  }

  /** Where a column lies in a row, by its sample and position. */
  private int at(int group, int row, int column) {
    return rowStart(group, row) + column / planeColumns * sampleStride() + column % planeColumns;
  }

  private int sampleStride() {
    return target.groups() * target.rows() * targets;
  }

  private void place(int[] at, int column, int count) {
    for (int j = 0; j < count; j++) {
      int sample = (column + j) / planeColumns;
      at[j] = sample * sampleStride() + grid.target((column + j) % planeColumns);
    }
  }

  private void wholeTile(
      int worker, int count, int atA, int atB, int at, int rows, boolean isFirst) {
    float[] c = target.array();
    forms
        .kernel(worker)
        .multiply(
            count,
            weight.array(),
            atA,
            workspaces.of(worker).b(),
            atB,
            isFirst ? workspaces.zeros() : c,
            isFirst ? 0 : at,
            isFirst ? 0 : targets,
            c,
            at,
            targets,
            rows);
  }

  /** A tile whose columns do not lie together is computed beside the result. */
  private void scatteredTile(
      int worker, int count, int atA, int atB, int start, int rows, int valid, boolean isFirst) {
    float[] tile = workspaces.of(worker).tile();
    float[] c = target.array();
    int[] at = places[worker];
    int width = kernel.columns();
    for (int r = 0; r < rows && !isFirst; r++) {
      for (int j = 0; j < valid; j++) {
        tile[r * width + j] = c[start + r * targets + at[j]];
      }
    }
    forms
        .kernel(worker)
        .multiply(
            count,
            weight.array(),
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
      for (int j = 0; j < valid; j++) {
        c[start + r * targets + at[j]] = tile[r * width + j];
      }
    }
  }

  /** The epilogue, sample by sample. */
  private void finish(int part, int group, int first, int end) {
    if (epilogue == Epilogue.NONE) {
      return;
    }
    int column = first;
    while (column < end) {
      int sample = column / planeColumns;
      int from = column % planeColumns;
      int to = Math.min(planeColumns, from + end - column);
      epilogue.apply(part, sample * target.groups() + group, 0, target.rows(), from, to);
      column += to - from;
    }
  }
}
