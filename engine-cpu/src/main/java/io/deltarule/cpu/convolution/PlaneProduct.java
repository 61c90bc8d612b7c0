package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.Epilogue;
import io.deltarule.cpu.matmul.IndexedKernel;
import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import java.util.Arrays;

/**
 * The product of a packed weight with the patches of a grid. Patches are read where they lie, in
 * planes that have the padding in them: each element is copied once, not once for each tap. What is
 * computed for the columns between two lines is dropped.
 *
 * <p>A part is a block of {@link PlaneBlocks}. Sums run over the inner index in the same order as
 * in {@link PatchProduct}, and give the same bits.
 */
final class PlaneProduct implements ColumnsProduct {
  private final WorkerPool pool;
  private final Form<IndexedKernel> form;
  private final Form<Packing> packingForm;
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
  private Packing packing;

  /**
   * Binds a product.
   *
   * @param form the kernel whose panels the weight is packed into
   * @param packingForm how planes are copied
   * @param innerChannels the channels of a group that are summed over
   * @param epilogue applied to each block when it is final
   */
  PlaneProduct(
      WorkerPool pool,
      Form<IndexedKernel> form,
      Form<Packing> packingForm,
      Workspaces workspaces,
      PlaneBlocks blocks,
      PackedWeight weight,
      PatchSource source,
      PatchProduct.Target target,
      int innerChannels,
      Epilogue epilogue) {
    this.pool = pool;
    this.form = form;
    this.packingForm = packingForm;
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
    packing = packingForm.now();
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
    packing = packingForm.next(copied());
    epilogue.begin();
  }

  @Override
  public long work() {
    long columns = (long) target.samples() * grid.columns();
    return columns * target.groups() * target.rows() * weight.inner();
  }

  /** Elements that are copied into planes, roughly, and of the result. */
  private long copied() {
    long rows = (long) innerChannels * grid.sources() + (long) target.rows() * grid.columns();
    return rows * target.samples() * target.groups();
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
        packing,
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
    WindowAxis height = grid.height();
    WindowAxis width = grid.width();
    int stride = height.spacing() * width.target();
    // Lines without a gap between them may be overwritten by the one before.
    int block = stride == width.columns() ? lines * stride : 0;
    int column = (depth * height.columns() + line) * width.columns();
    int to = target.start() + matrix * target.rows() * grid.targets() + grid.target(column);
    for (int row = 0; row < target.rows(); row++) {
      int from = first + row * rowLength;
      if (width.spacing() == 1) {
        packing.copyLines(
            sums,
            from,
            blocks.linePitch(),
            0,
            1,
            target.array(),
            to,
            stride,
            0,
            lines,
            1,
            width.columns(),
            to + block);
      } else {
        spread(sums, from, to, stride, lines);
      }
      to += grid.targets();
    }
  }

  private void spread(float[] sums, int from, int to, int stride, int lines) {
    float[] array = target.array();
    int columns = grid.width().columns();
    int spacing = grid.width().spacing();
    for (int i = 0; i < lines; i++) {
      int first = from + i * blocks.linePitch();
      int at = to + i * stride;
      for (int w = 0; w < columns; w++) {
        array[at + w * spacing] = sums[first + w];
      }
    }
  }
}
