package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.graph.TensorType;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;

/**
 * Launches of {@code normalization.cu}. Channels for which there would be too few blocks are cut
 * into chunks, whose results lie in scratch memory and are joined by a second launch.
 */
final class NormalizationKernels {
  private final Kernels kernels;

  NormalizationKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * How columns are cut.
   *
   * @param folded the columns: channels with several positions stand by themselves
   * @param chunkLength elements of a chunk
   */
  record Columns(Folded folded, int chunkLength) {
    /** Those of channels [A, C, S]. */
    static Columns ofChannels(Shape x) {
      Folded folded =
          x.dim(2) == 1
              ? new Folded(1, x.dim(0), x.dim(1))
              : new Folded(x.dim(1), Math.multiplyExact(x.dim(0), x.dim(2)), 1);
      return of(folded);
    }

    /** Those of rows [R, L]. */
    static Columns ofRows(Shape x) {
      return of(new Folded(1, x.dim(0), x.dim(1)));
    }

    private static Columns of(Folded folded) {
      int chunk = folded.isEmpty() ? 1 : Tiles.chunkLength(folded);
      return new Columns(folded, chunk);
    }

    int chunks() {
      return Tiles.ceilDiv(folded.length(), chunkLength);
    }

    int columns() {
      return folded.before() * folded.after();
    }

    /** Elements of scratch for some partial results of each chunk. */
    long scratchElements(int results) {
      return folded.isEmpty() || chunks() == 1 ? 0 : (long) results * chunks() * columns();
    }

    /** One of the partial results. */
    Operand partial(CudaMemory scratch, int result) {
      TensorType type = TensorType.float32(chunks(), columns());
      return new Operand(scratch, result * type.shape().elementCount(), type);
    }

    Geometry geometry() {
      return Tiles.columns(folded, chunks());
    }
  }

  /** Bytes of scratch memory for the statistics of channels. */
  static long momentsScratchBytes(Shape x) {
    return Columns.ofChannels(x).scratchElements(3) * Float.BYTES;
  }

  /** Bytes of scratch memory for the sums of channels. */
  static long sumsScratchBytes(Shape x) {
    return Columns.ofChannels(x).scratchElements(2) * Float.BYTES;
  }

  /** Bytes of scratch memory for the gradient of rows. */
  static long rowScratchBytes(NormalizeRowsGradient op, Shape x) {
    return op.weighted() ? Columns.ofRows(x).scratchElements(2) * Float.BYTES : 0;
  }

  /** Mean and variance of channels of at least one element. */
  Kernel moments(Operands operands) {
    Shape x = operands.input(0).type().shape();
    Columns columns = Columns.ofChannels(x);
    if (columns.columns() == 0) {
      return Kernels.nothing();
    }
    Operand mean = operands.output(0);
    Operand variance = operands.output(1);
    return kernels.assemble(
        assembly -> {
          long elements = columns.scratchElements(3);
          if (elements == 0) {
            // One chunk leaves nothing in the third place.
            assembly.add(moments(columns, x, mean, variance, variance, operands));
            return;
          }
          CudaMemory scratch = assembly.scratch(DType.FLOAT32, elements);
          Operand means = columns.partial(scratch, 0);
          Operand squares = columns.partial(scratch, 1);
          Operand rests = columns.partial(scratch, 2);
          assembly.add(moments(columns, x, means, squares, rests, operands));
          assembly.add(
              kernels.launch(
                  "join_moments",
                  Tiles.rows(columns.columns(), 1),
                  new Arguments()
                      .pointer(mean)
                      .pointer(variance)
                      .pointer(means)
                      .pointer(squares)
                      .pointer(rests)
                      .int32(columns.columns())
                      .int32(columns.folded().length())
                      .int32(columns.chunkLength())
                      .int32(columns.chunks()),
                  operands));
        });
  }

  private Kernel moments(
      Columns columns, Shape x, Operand first, Operand second, Operand third, Operands operands) {
    Arguments arguments =
        new Arguments().pointer(first).pointer(second).pointer(third).pointer(operands.input(0));
    return kernels.launch(
        "channel_moments", columns.geometry(), channels(arguments, columns, x), operands);
  }

  /** Sums of channels of at least one element. */
  Kernel centeredSums(Operands operands) {
    Shape x = operands.input(0).type().shape();
    Columns columns = Columns.ofChannels(x);
    Operand sum = operands.output(0);
    Operand product = operands.output(1);
    return kernels.assemble(
        assembly ->
            addChunks(
                assembly,
                columns,
                sum,
                product,
                (first, second) -> centeredSums(columns, x, first, second, operands),
                (first, second) -> joinSums(sum, product, first, second, columns, true, operands)));
  }

  private Kernel centeredSums(
      Columns columns, Shape x, Operand first, Operand second, Operands operands) {
    Arguments arguments =
        new Arguments()
            .pointer(first)
            .pointer(second)
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .pointer(operands.input(2));
    return kernels.launch(
        "channel_centered_sums", columns.geometry(), channels(arguments, columns, x), operands);
  }

  private static Arguments channels(Arguments arguments, Columns columns, Shape x) {
    return arguments
        .int32(columns.folded().length())
        .int32(columns.folded().after())
        .int32(x.dim(1))
        .int32(x.dim(2))
        .int32(columns.chunkLength())
        .int32(columns.chunks());
  }

  private Kernel joinSums(
      Operand toFirst,
      Operand toSecond,
      Operand first,
      Operand second,
      Columns columns,
      boolean both,
      Operands what) {
    return kernels.launch(
        "join_sums",
        Tiles.rows(columns.columns(), 1),
        new Arguments()
            .pointer(toFirst)
            .pointer(toSecond)
            .pointer(first)
            .pointer(second)
            .int32(columns.columns())
            .int32(columns.chunks())
            .int32(both ? 1 : 0),
        what);
  }

  /** Launches that take where two results go, and give them or take them over. */
  @FunctionalInterface
  private interface Results {
    Kernel launch(Operand first, Operand second);
  }

  private static void addChunks(
      Assembly assembly,
      Columns columns,
      Operand first,
      Operand second,
      Results sum,
      Results join) {
    long elements = columns.scratchElements(2);
    if (elements == 0) {
      assembly.add(sum.launch(first, second));
      return;
    }
    CudaMemory scratch = assembly.scratch(DType.FLOAT32, elements);
    Operand firsts = columns.partial(scratch, 0);
    Operand seconds = columns.partial(scratch, 1);
    assembly.add(sum.launch(firsts, seconds));
    assembly.add(join.launch(firsts, seconds));
  }

  /** Rows, normalised. */
  Kernel rows(NormalizeRows op, Operands operands) {
    Shape x = operands.input(0).type().shape();
    if (x.dim(0) == 0) {
      return Kernels.nothing();
    }
    boolean weighted = operands.inputs().size() > 1;
    boolean biased = operands.inputs().size() > 2;
    return kernels.launch(
        "normalize_rows",
        rowBlocks(x),
        new Arguments()
            .pointer(operands.output(0))
            .pointer(operands.output(op.centered() ? 1 : 0))
            .pointer(operands.output(op.centered() ? 2 : 1))
            .pointer(operands.input(0))
            .pointer(operands.input(weighted ? 1 : 0))
            .pointer(operands.input(biased ? 2 : 0))
            .int32(x.dim(0))
            .int32(x.dim(1))
            .int32(op.centered() ? 1 : 0)
            .int32(weighted ? 1 : 0)
            .int32(biased ? 1 : 0)
            .float32((float) op.epsilon()),
        operands);
  }

  /** Blocks (T, 256 / T): a warp, or a block, for each row. */
  static Geometry rowBlocks(Shape x) {
    int threads = x.dim(1) <= Tiles.LONGEST_WARP_ROW ? Tiles.WARP : Tiles.BLOCK;
    int height = Tiles.BLOCK / threads;
    return new Geometry(Tiles.ceilDiv(x.dim(0), height), 1, 1, threads, height, 1, 0);
  }

  /** The gradient of rows, of which there is at least one. */
  Kernel rowsGradient(NormalizeRowsGradient op, Operands operands) {
    Shape x = operands.input(1).type().shape();
    Operand dy = operands.input(0);
    Operand mean = operands.input(2);
    Operand inverse = operands.input(op.centered() ? 3 : 2);
    Operand weight = operands.input(operands.inputs().size() - 1);
    return kernels.assemble(
        assembly -> {
          assembly.add(
              kernels.launch(
                  "normalize_rows_dx",
                  rowBlocks(x),
                  new Arguments()
                      .pointer(operands.output(0))
                      .pointer(dy)
                      .pointer(operands.input(1))
                      .pointer(mean)
                      .pointer(inverse)
                      .pointer(weight)
                      .int32(x.dim(0))
                      .int32(x.dim(1))
                      .int32(op.centered() ? 1 : 0)
                      .int32(op.weighted() ? 1 : 0),
                  operands));
          if (op.weighted()) {
            weightGradients(assembly, op, operands, mean, inverse);
          }
        });
  }

  private void weightGradients(
      Assembly assembly,
      NormalizeRowsGradient op,
      Operands operands,
      Operand mean,
      Operand inverse) {
    Shape x = operands.input(1).type().shape();
    Columns columns = Columns.ofRows(x);
    Operand dweight = operands.output(1);
    Operand dbias = operands.output(op.biased() ? 2 : 1);
    addChunks(
        assembly,
        columns,
        dweight,
        dbias,
        (first, second) ->
            kernels.launch(
                "normalize_rows_sums",
                columns.geometry(),
                new Arguments()
                    .pointer(first)
                    .pointer(second)
                    .pointer(operands.input(0))
                    .pointer(operands.input(1))
                    .pointer(mean)
                    .pointer(inverse)
                    .int32(x.dim(0))
                    .int32(x.dim(1))
                    .int32(columns.chunkLength())
                    .int32(columns.chunks())
                    .int32(op.centered() ? 1 : 0)
                    .int32(op.biased() ? 1 : 0),
                operands),
        (first, second) -> joinSums(dweight, dbias, first, second, columns, op.biased(), operands));
  }
}
