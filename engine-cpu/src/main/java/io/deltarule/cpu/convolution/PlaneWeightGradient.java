package io.deltarule.cpu.convolution;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.matmul.RowIndexedKernel;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.tensor.Shape;
import java.util.Arrays;

/**
 * The gradient by the weight: the product of {@link WeightGradientKernel}, with the patches read
 * where they lie, in the planes of {@link PlaneBlocks}. The inner index runs along the planes;
 * where that is between two lines of columns, dY is 0.
 *
 * <p>There an element of X that is not finite would give NaN, and it should give nothing. So if a
 * gradient is not finite, all are computed again from packed patches. They then are what they are.
 *
 * <p>The blocks are cut into stretches, by shape alone; each gives sums of its own, which are added
 * up in order. A part is some channels of one stretch of a group.
 */
final class PlaneWeightGradient implements Kernel {
  /** So many parts at least even out the load of some threads. */
  private static final int WANTED_PARTS = 16;

  /** A stretch is long enough for its sums to be worth keeping. */
  private static final int FEWEST_POSITIONS = 256;

  /** Partial sums take no more than this, if there are that few weights. */
  private static final long MOST_SUMS = 1 << 21;

  private static final long INLINE_WORK = 1 << 18;

  private final WorkerPool pool;
  private final Form<RowIndexedKernel> form;
  private final Form<Packing> packingForm;
  private final RowIndexedKernel[] kernels;
  private final Workspaces workspaces;
  private final PlaneBlocks blocks;
  private final Kernel packed;
  private final float[] x;
  private final int xStart;
  private final float[] dy;
  private final int dyStart;
  private final float[] dw;
  private final int dwStart;
  private final int groups;
  private final int channels;
  private final int outputs;
  private final int taps;
  private final int units;
  private final int stretches;
  private final int channelsAPart;
  private final int channelBlocks;
  private final int pitch;
  private final long work;
  private final long packedElements;
  private final int[] distances;
  private final ParallelTask multiplying = this::multiply;
  private final ParallelTask adding = this::add;
  private final WeightSums sums;
  private RowIndexedKernel kernel;
  private Packing packing;
  private RowReductions reductions;

  /**
   * Binds a gradient.
   *
   * @param blocks of the grid of outputs; they {@link PlaneBlocks#suits suit}
   * @param packed the same gradient from packed patches
   */
  PlaneWeightGradient(
      WorkerPool pool,
      Form<RowIndexedKernel> form,
      Form<Packing> packingForm,
      Form<RowReductions> reductionsForm,
      Workspaces workspaces,
      PlaneBlocks blocks,
      Operands operands,
      int groups,
      Kernel packed) {
    this.pool = pool;
    this.form = form;
    this.packingForm = packingForm;
    this.workspaces = workspaces;
    this.blocks = blocks;
    this.packed = packed;
    this.groups = groups;
    x = ConvolutionKernels.array(operands.input(0));
    xStart = ConvolutionKernels.start(operands.input(0));
    dy = ConvolutionKernels.array(operands.input(1));
    dyStart = ConvolutionKernels.start(operands.input(1));
    dw = ConvolutionKernels.array(operands.output());
    dwStart = ConvolutionKernels.start(operands.output());
    kernels = new RowIndexedKernel[pool.threads()];
    use(form.now());
    packing = packingForm.now();
    PatchGrid grid = blocks.grid();
    Shape w = operands.output().type().shape();
    int samples = operands.input(1).type().shape().dim(0);
    channels = w.dim(1);
    outputs = w.dim(0) / groups;
    taps = grid.taps();
    pitch = (outputs + kernel.columns() - 1) / kernel.columns() * kernel.columns();
    units = samples * grid.depth().columns() * blocks.blocks();
    long positions = (long) samples * grid.columns();
    long weights = (long) groups * channels * taps * outputs;
    int wanted = (WANTED_PARTS + groups - 1) / groups;
    long most = Math.min(wanted, MOST_SUMS / Math.max(1, weights));
    stretches = (int) Math.max(1, Math.min(Math.min(most, units), positions / FEWEST_POSITIONS));
    int channelParts = Math.min(channels, (wanted + stretches - 1) / stretches);
    channelsAPart = (channels + channelParts - 1) / channelParts;
    channelBlocks = (channels + channelsAPart - 1) / channelsAPart;
    work = positions * weights;
    packedElements = positions * groups * outputs * channelBlocks;
    distances = paddedDistances();
    sums =
        new WeightSums(
            reductionsForm,
            workspaces,
            dw,
            dwStart,
            groups,
            stretches,
            channels,
            taps,
            outputs,
            pitch);
    workspaces.reserveShared(sums.size());
    workspaces.reserve(
        pool.threads(),
        Math.addExact(
            Math.multiplyExact(channelsAPart * blocks.planes(), blocks.plane()),
            blocks.lead() + blocks.pitch()),
        Math.multiplyExact(MicroKernel.MAX_INNER, pitch),
        kernel.rows() * kernel.columns());
  }

  /** The distances of a part's channels; a tile that reaches over the last row repeats it. */
  private int[] paddedDistances() {
    int[] own = blocks.distances(channelsAPart);
    int[] padded = Arrays.copyOf(own, own.length + kernel.rows());
    Arrays.fill(padded, own.length, padded.length, own[own.length - 1]);
    return padded;
  }

  private void use(RowIndexedKernel next) {
    kernel = next;
    Arrays.setAll(kernels, thread -> next.ofThread());
  }

  @Override
  public void run() {
    RowIndexedKernel next = form.next(work);
    if (next != kernel) {
      use(next);
    }
    packing = packingForm.next(packedElements);
    run(multiplying, groups * stretches * channelBlocks);
    reductions = sums.next();
    run(adding, sums.parts());
    if (!isFinite()) {
      packed.run();
    }
  }

  private void add(int part) {
    sums.add(part, reductions);
  }

  private void run(ParallelTask task, int parts) {
    if (work <= INLINE_WORK) {
      for (int part = 0; part < parts; part++) {
        task.run(part);
      }
    } else {
      pool.run(task, parts);
    }
  }

  private boolean isFinite() {
    int end = dwStart + groups * outputs * channels * taps;
    for (int i = dwStart; i < end; i++) {
      if (!Float.isFinite(dw[i])) {
        return false;
      }
    }
    return true;
  }

  private void multiply(int part) {
    int group = part / (stretches * channelBlocks);
    int stretch = part / channelBlocks % stretches;
    int channel = part % channelBlocks * channelsAPart;
    int count = Math.min(channelsAPart, channels - channel);
    int sumsAt = sums.at(group, stretch) + channel * taps * pitch;
    int first = (int) ((long) units * stretch / stretches);
    int end = (int) ((long) units * (stretch + 1) / stretches);
    for (int unit = first; unit < end; unit++) {
      multiply(pool.worker(), group, unit, channel, count, sumsAt, unit == first);
    }
  }

  /** Adds the products of a block of columns to the sums, or starts them. */
  private void multiply(
      int worker, int group, int unit, int channel, int count, int sumsAt, boolean isFirst) {
    PatchGrid grid = blocks.grid();
    int line = unit % blocks.blocks() * blocks.lines();
    int depth = unit / blocks.blocks() % grid.depth().columns();
    int sample = unit / blocks.blocks() / grid.depth().columns();
    int lines = Math.min(blocks.lines(), grid.height().columns() - line);
    int from = xStart + ((sample * groups + group) * channels + channel) * grid.sources();
    blocks.copy(packing, x, from, 0, 1, count, depth, line, workspaces.of(worker).a());
    int gradient =
        dyStart
            + (sample * groups + group) * outputs * grid.columns()
            + (depth * grid.height().columns() + line) * grid.width().columns();
    int columns = (lines - 1) * blocks.pitch() + grid.width().columns();
    for (int at = 0; at < columns; at += MicroKernel.MAX_INNER) {
      int inner = Math.min(MicroKernel.MAX_INNER, columns - at);
      packGradient(worker, gradient, at, inner);
      multiply(worker, at, inner, count * taps, sumsAt, isFirst && at == 0);
    }
  }

  /** Panels of dY^T: columns along the planes, outputs side by side. */
  private void packGradient(int worker, int gradient, int at, int inner) {
    float[] panel = workspaces.of(worker).b();
    int width = kernel.columns();
    int length = blocks.grid().width().columns();
    int to = 0;
    for (int output = 0; output < outputs; output += width) {
      int valid = Math.min(width, outputs - output);
      for (int done = 0; done < inner; ) {
        int line = (at + done) / blocks.pitch();
        int column = (at + done) % blocks.pitch();
        int rest = inner - done;
        if (column < length) {
          int some = Math.min(rest, length - column);
          int source = gradient + output * blocks.grid().columns() + line * length + column;
          packing.transpose(
              dy, source, blocks.grid().columns(), valid, some, panel, to + done * width, width);
          done += some;
        } else {
          int some = Math.min(rest, blocks.pitch() - column);
          Arrays.fill(panel, to + done * width, to + (done + some) * width, 0);
          done += some;
        }
      }
      to += MicroKernel.MAX_INNER * width;
    }
  }

  private void multiply(int worker, int at, int inner, int rows, int sumsAt, boolean isFirst) {
    RowIndexedKernel own = kernels[worker];
    float[] planes = workspaces.of(worker).a();
    float[] panels = workspaces.of(worker).b();
    float[] c = workspaces.shared();
    int atB = 0;
    for (int output = 0; output < outputs; output += own.columns()) {
      for (int row = 0; row < rows; row += own.rows()) {
        int to = sumsAt + row * pitch + output;
        own.multiply(
            inner,
            planes,
            at,
            panels,
            atB,
            distances,
            row,
            isFirst ? workspaces.zeros() : c,
            isFirst ? 0 : to,
            isFirst ? 0 : pitch,
            c,
            to,
            pitch,
            Math.min(own.rows(), rows - row));
      }
      atB += MicroKernel.MAX_INNER * own.columns();
    }
  }
}
