package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.Epilogue;
import io.deltarule.cpu.matmul.IndexedKernel;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import java.util.Arrays;

/**
 * The product of a packed weight with the patches of a grid whose columns move by one. Patches are
 * read where they lie, in planes that have the padding in them: each element is copied once, not
 * once for each tap. What is computed for the columns between two lines is dropped.
 *
 * <p>A part is a block of {@link PlaneBlocks}. Sums run over the inner index in the same order as
 * in {@link PatchProduct}, and give the same bits.
 */
final class PlaneProduct implements ColumnsProduct {
  private final WorkerPool pool;
  private final Form<IndexedKernel> form;
  private final IndexedKernel[] kernels;
  private final Workspaces workspaces;
  private final PlaneBlocks blocks;
  private final PatchGrid grid;
  private final PackedWeight weight;
  private final PatchSource source;
  private final PatchProduct.Target target;
  private final Epilogue epilogue;
  private final int innerChannels;
  private final int kBlock;
  private final int[] distances;
  private final int rowLength;
  private IndexedKernel kernel;

  /**
   * Binds a product.
   *
   * @param form the kernel whose panels the weight is packed into
   * @param innerChannels the channels of a group that are summed over
   * @param epilogue applied to each block when it is final
   */
  PlaneProduct(
      WorkerPool pool,
      Form<IndexedKernel> form,
      Workspaces workspaces,
      PlaneBlocks blocks,
      PackedWeight weight,
      PatchSource source,
      PatchProduct.Target target,
      int innerChannels,
      Epilogue epilogue) {
    this.pool = pool;
    this.form = form;
    this.workspaces = workspaces;
    this.blocks = blocks;
    this.grid = blocks.grid();
    this.weight = weight;
    this.source = source;
    this.target = target;
    this.innerChannels = innerChannels;
    this.epilogue = epilogue;
    kernels = new IndexedKernel[pool.threads()];
    use(form.now());
    kBlock = PatchProduct.innerBlock(weight.inner());
    distances = blocks.distances(innerChannels);
    rowLength = blocks.columns(blocks.lines(), blocks.samples(), kernel.columns());
    int planes = Math.multiplyExact(innerChannels * blocks.planes(), blocks.plane());
    workspaces.reserve(
        pool.threads(),
        0,
        Math.addExact(planes, blocks.lead() + kernel.columns()),
        Math.multiplyExact(target.rows(), rowLength));
    epilogue.prepare(parts());
  }

  private void use(IndexedKernel next) {
    kernel = next;
    Arrays.setAll(kernels, thread -> next.ofThread());
  }

  @Override
  public void begin() {
    IndexedKernel next = form.next(work());
    if (next != kernel) {
      use(next);
    }
    epilogue.begin();
  }

  @Override
  public long work() {
    long columns = (long) target.samples() * grid.columns();
    return columns * target.groups() * target.rows() * weight.inner();
  }

  @Override
  public int parts() {
    int samples = (target.samples() + blocks.samples() - 1) / blocks.samples();
    return samples * target.groups() * grid.depth().columns() * blocks.blocks();
  }

  @Override
  public void part(int part) {
    int block = part % blocks.blocks();
    int depth = part / blocks.blocks() % grid.depth().columns();
    int groupAndSamples = part / blocks.blocks() / grid.depth().columns();
    int group = groupAndSamples % target.groups();
    int sample = groupAndSamples / target.groups() * blocks.samples();
    int samples = Math.min(blocks.samples(), target.samples() - sample);
    int worker = pool.worker();
    int line = block * blocks.lines();
    int lines = Math.min(blocks.lines(), grid.height().columns() - line);
    int channel = sample * source.channels() + group * innerChannels;
    blocks.copy(
        source.array(),
        source.start() + channel * grid.sources(),
        source.channels() * grid.sources(),
        samples,
        innerChannels,
        depth,
        line,
        workspaces.of(worker).b());
    multiply(worker, group, blocks.columns(lines, samples, kernel.columns()));
    for (int s = 0; s < samples; s++) {
      int matrix = (sample + s) * target.groups() + group;
      store(workspaces.of(worker).tile(), s * blocks.pitch(), matrix, depth, line, lines);
      if (epilogue != Epilogue.NONE) {
        int first = (depth * grid.height().columns() + line) * grid.width().columns();
        int end = first + lines * grid.width().columns();
        epilogue.apply(part, matrix, 0, target.rows(), first, end);
      }
    }
  }

  private void multiply(int worker, int group, int columns) {
    IndexedKernel own = kernels[worker];
    float[] planes = workspaces.of(worker).b();
    float[] sums = workspaces.of(worker).tile();
    for (int inner = 0; inner < weight.inner(); inner += kBlock) {
      int count = Math.min(kBlock, weight.inner() - inner);
      boolean isFirst = inner == 0;
      for (int column = 0; column < columns; column += own.columns()) {
        for (int row = 0; row < target.rows(); row += own.rows()) {
          int at = row * rowLength + column;
          own.multiply(
              count,
              weight.array(),
              weight.at(group, row, inner),
              planes,
              column,
              distances,
              inner,
              isFirst ? workspaces.zeros() : sums,
              isFirst ? 0 : at,
              isFirst ? 0 : rowLength,
              sums,
              at,
              rowLength,
              Math.min(own.rows(), target.rows() - row));
        }
      }
    }
  }

  /** Moves the columns that count to where they belong. */
  private void store(float[] sums, int first, int matrix, int depth, int line, int lines) {
    int targets = grid.targets();
    int width = grid.width().columns();
    int spacing = grid.width().spacing();
    for (int row = 0; row < target.rows(); row++) {
      int start = target.start() + (matrix * target.rows() + row) * targets;
      for (int i = 0; i < lines; i++) {
        int from = first + row * rowLength + i * blocks.linePitch();
        int column = (depth * grid.height().columns() + line + i) * width;
        int to = start + grid.target(column);
        if (spacing == 1) {
          System.arraycopy(sums, from, target.array(), to, width);
        } else {
          for (int w = 0; w < width; w++) {
            target.array()[to + w * spacing] = sums[from + w];
          }
        }
      }
    }
  }
}
