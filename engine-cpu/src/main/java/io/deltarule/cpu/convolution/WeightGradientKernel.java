package io.deltarule.cpu.convolution;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.ProductForms;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.tensor.Shape;

/**
 * The gradient by the weight: for each group {@code dW^T[rows, outputs] = P[rows, positions]
 * dY^T[positions, outputs]}, with the patches' channels x taps as rows and the positions of all
 * samples as inner index. This way round the larger operand, the patches, is copied in stretches,
 * and only the smaller one transposed.
 *
 * <p>The positions are cut into stretches, by shape alone; each gives sums of its own, which are
 * added up in order. A part is some rows of one stretch of a group.
 */
final class WeightGradientKernel implements Kernel {
  /** So many parts at least even out the load of some threads. */
  private static final int WANTED_PARTS = 16;

  /** A stretch is long enough for its sums to be worth keeping. */
  private static final int FEWEST_POSITIONS = 1024;

  /** Partial sums take no more than this, if there are that few weights. */
  private static final long MOST_SUMS = 1 << 21;

  /** Outputs packed at a time: half a MiB, in the second-level cache. */
  private static final int MOST_OUTPUTS = 512;

  private static final long INLINE_WORK = 1 << 18;

  private final WorkerPool pool;
  private final ProductForms forms;

  /** Its tile and layout alone: the forms that run are asked for. */
  private final MicroKernel kernel;

  private final Workspaces workspaces;
  private final PatchRows[] patches;
  private final float[] dy;
  private final int dyStart;
  private final int groups;
  private final int channels;
  private final int rows;
  private final int outputs;
  private final int positions;
  private final int allPositions;
  private final int stretches;
  private final int stretch;
  private final int rowBlocks;
  private final int blockRows;
  private final int pitch;
  private final boolean isInline;
  private final ParallelTask multiplying = this::multiply;
  private final ParallelTask adding = this::add;
  private final WeightSums sums;
  private RowReductions reductions;

  WeightGradientKernel(
      WorkerPool pool,
      ProductForms forms,
      Form<RowReductions> reductionsForm,
      Workspaces workspaces,
      PatchGrid grid,
      PatchRows[] patches,
      Operands operands,
      int groups) {
    this.pool = pool;
    this.forms = forms;
    this.kernel = forms.geometry();
    this.workspaces = workspaces;
    this.patches = patches;
    this.groups = groups;
    dy = ConvolutionKernels.array(operands.input(1));
    dyStart = ConvolutionKernels.start(operands.input(1));
    Shape w = operands.output().type().shape();
    channels = w.dim(1);
    outputs = w.dim(0) / groups;
    rows = channels * grid.taps();
    positions = grid.columns();
    allPositions = operands.input(1).type().shape().dim(0) * positions;
    pitch = roundUp(outputs, kernel.columns());
    int wanted = (WANTED_PARTS + groups - 1) / Math.max(1, groups);
    // Of the weights themselves: the panels' padding is of a machine, and would give it other bits.
    long most = Math.min(wanted, MOST_SUMS / Math.max(1, (long) groups * rows * outputs));
    most = Math.max(1, most);
    int whole = (int) Math.max(1, Math.min(most, allPositions / FEWEST_POSITIONS));
    stretch = roundUp(Math.max(1, (allPositions + whole - 1) / whole), MicroKernel.MAX_INNER);
    stretches = Math.max(1, (allPositions + stretch - 1) / stretch);
    int panels = Math.max(1, (rows + kernel.rows() - 1) / kernel.rows());
    int blocks = Math.min(panels, (wanted + stretches - 1) / stretches);
    blockRows = (panels + blocks - 1) / blocks * kernel.rows();
    rowBlocks = Math.max(1, (rows + blockRows - 1) / blockRows);
    sums =
        new WeightSums(
            reductionsForm,
            workspaces,
            ConvolutionKernels.array(operands.output()),
            ConvolutionKernels.start(operands.output()),
            groups,
            stretches,
            channels,
            grid.taps(),
            outputs,
            pitch);
    workspaces.reserveShared(sums.size());
    isInline = (long) allPositions * groups * rows * outputs <= INLINE_WORK;
    workspaces.reserve(
        pool.threads(),
        kernel.layout().elements(kernel.rows()),
        MicroKernel.MAX_INNER * Math.min(pitch, MOST_OUTPUTS),
        kernel.rows() * kernel.columns());
  }

  private static int roundUp(int size, int multiple) {
    return (size + multiple - 1) / multiple * multiple;
  }

  @Override
  public void run() {
    long work = (long) allPositions * groups * rows * outputs;
    forms.begin(work, (long) allPositions * groups * (rows + outputs));
    for (PatchRows gathered : patches) {
      gathered.use(forms.packing());
    }
    run(multiplying, groups * stretches * rowBlocks);
    reductions = sums.next();
    run(adding, sums.parts());
  }

  private void add(int part) {
    sums.add(part, reductions);
  }

  private void run(ParallelTask task, int parts) {
    if (isInline) {
      for (int part = 0; part < parts; part++) {
        task.run(part);
      }
    } else {
      pool.run(task, parts);
    }
  }

  private void multiply(int part) {
    int worker = pool.worker();
    int group = part / (stretches * rowBlocks);
    int number = part / rowBlocks % stretches;
    int row0 = part % rowBlocks * blockRows;
    int row1 = Math.min(rows, row0 + blockRows);
    int begin = number * stretch;
    int end = Math.min(allPositions, begin + stretch);
    int to = sums.at(group, number);
    for (int output = 0; output < outputs; output += MOST_OUTPUTS) {
      int outputEnd = Math.min(outputs, output + MOST_OUTPUTS);
      int at = begin;
      do {
        int count = Math.min(MicroKernel.MAX_INNER, end - at);
        packGradient(worker, group, output, outputEnd, at, count);
        multiply(worker, group, row0, row1, output, outputEnd, at, count, to, at == begin);
        at += count;
      } while (at < end);
    }
  }

  /** Panels of dY^T: positions of one sample after the other, outputs side by side. */
  private void packGradient(int worker, int group, int first, int end, int at, int count) {
    float[] panel = workspaces.of(worker).b();
    int width = kernel.columns();
    int to = 0;
    for (int output = first; output < end; output += width) {
      int valid = Math.min(width, end - output);
      int done = 0;
      while (done < count) {
        int sample = (at + done) / positions;
        int position = (at + done) % positions;
        int some = Math.min(count - done, positions - position);
        int from = (sample * groups + group) * outputs + output;
        forms
            .packing()
            .transpose(
                dy,
                dyStart + from * positions + position,
                positions,
                valid,
                some,
                panel,
                to + done * width,
                width);
        done += some;
      }
      to += MicroKernel.MAX_INNER * width;
    }
  }

  private void multiply(
      int worker,
      int group,
      int row0,
      int row1,
      int first,
      int end,
      int at,
      int count,
      int sumsAt,
      boolean isFirst) {
    patches[worker].select(group * channels, at, count);
    float[] panel = workspaces.of(worker).a();
    float[] c = workspaces.shared();
    int width = kernel.columns();
    for (int row = row0; row < row1; row += kernel.rows()) {
      int valid = Math.min(kernel.rows(), row1 - row);
      patches[worker].pack(row, valid, panel, 0, kernel.rowStride());
      int atB = 0;
      for (int output = first; output < end; output += width) {
        int to = sumsAt + row * pitch + output;
        forms
            .kernel(worker)
            .multiply(
                count,
                panel,
                0,
                workspaces.of(worker).b(),
                atB,
                isFirst ? workspaces.zeros() : c,
                isFirst ? 0 : to,
                isFirst ? 0 : pitch,
                c,
                to,
                pitch,
                valid);
        atB += MicroKernel.MAX_INNER * width;
      }
    }
  }
}
