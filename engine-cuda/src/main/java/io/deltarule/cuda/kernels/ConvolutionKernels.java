package io.deltarule.cuda.kernels;

import static io.deltarule.cuda.kernels.WindowArguments.spatial;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;

/** Launches of {@code convolution.cu}. */
final class ConvolutionKernels {
  /** Rows and columns of the tile of a block. */
  static final int TILE = 64;

  private static final int SIDE = 16;

  /** Terms of a sum that a block takes before it pays to share the sum out. */
  private static final int TERMS_A_STRETCH = 512;

  private final Kernels kernels;

  ConvolutionKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * The plain convolution.
   *
   * @param result where it goes
   */
  Kernel forward(Convolution op, Operands operands, Operand result) {
    Shape x = operands.input(0).type().shape();
    Shape w = operands.input(1).type().shape();
    Shape y = result.type().shape();
    if (y.elementCount() == 0) {
      return Kernels.nothing();
    }
    int rows = w.dim(0) / op.groups();
    long columns = y.dim(0) * spatial(y).elementCount();
    Arguments arguments =
        new Arguments()
            .pointer(result)
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .int32(x.dim(0))
            .int32(op.groups())
            .int32(w.dim(1))
            .int32(rows);
    return kernels.launch(
        "convolution_forward",
        tiles(rows, columns, op.groups()),
        WindowArguments.add(arguments, op.window(), spatial(x), spatial(w), spatial(y)),
        operands);
  }

  Kernel inputGradient(ConvolutionInputGradient op, Operands operands) {
    Shape dy = operands.input(0).type().shape();
    Shape w = operands.input(1).type().shape();
    Shape x = operands.output().type().shape();
    if (x.elementCount() == 0) {
      return Kernels.nothing();
    }
    long columns = x.dim(0) * spatial(x).elementCount();
    Arguments arguments =
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .int32(x.dim(0))
            .int32(op.groups())
            .int32(w.dim(1))
            .int32(w.dim(0) / op.groups());
    return kernels.launch(
        "convolution_input_gradient",
        tiles(w.dim(1), columns, op.groups()),
        WindowArguments.add(arguments, op.window(), spatial(x), spatial(w), spatial(dy)),
        operands);
  }

  /** Bytes of scratch memory of a weight gradient: the partial sums, if there are several. */
  static long scratchBytes(ConvolutionWeightGradient op, Shape dy, Shape w) {
    int stretches = stretches(op, dy, w);
    return w.elementCount() == 0 || stretches == 1 ? 0 : stretches * w.elementCount() * Float.BYTES;
  }

  Kernel weightGradient(ConvolutionWeightGradient op, Operands operands) {
    Shape dy = operands.input(1).type().shape();
    Shape w = operands.output().type().shape();
    if (w.elementCount() == 0) {
      return Kernels.nothing();
    }
    int stretches = stretches(op, dy, w);
    if (stretches == 1) {
      CudaMemory result = (CudaMemory) operands.output().memory();
      return partialSums(op, operands, result, operands.output().offset(), stretches);
    }
    return kernels.assemble(
        assembly -> {
          CudaMemory partial = assembly.scratch(DType.FLOAT32, stretches * w.elementCount());
          assembly.add(partialSums(op, operands, partial, 0, stretches));
          assembly.add(
              kernels.launch(
                  "convolution_add",
                  Geometry.of(Tiles.ceilDiv(w.elementCount(), Tiles.BLOCK), Tiles.BLOCK),
                  new Arguments()
                      .pointer(operands.output())
                      .pointer(partial, 0)
                      .int32(w.elementCount())
                      .int32(stretches),
                  operands));
        });
  }

  private Kernel partialSums(
      ConvolutionWeightGradient op,
      Operands operands,
      CudaMemory target,
      long offset,
      int stretches) {
    Shape x = operands.input(0).type().shape();
    Shape dy = operands.input(1).type().shape();
    Shape w = operands.output().type().shape();
    int rows = w.dim(0) / op.groups();
    Arguments arguments =
        new Arguments()
            .pointer(target, offset)
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .int32(x.dim(0))
            .int32(op.groups())
            .int32(w.dim(1))
            .int32(rows)
            .int32(Tiles.ceilDiv(terms(dy), stretches));
    long columns = w.slice(1, w.rank()).elementCount();
    return kernels.launch(
        "convolution_weight_gradient",
        tiles(rows, columns, (long) op.groups() * stretches),
        WindowArguments.add(arguments, op.window(), spatial(x), spatial(w), spatial(dy)),
        operands);
  }

  private static long terms(Shape dy) {
    return dy.dim(0) * spatial(dy).elementCount();
  }

  /** Into how many stretches a sum is cut, so that there are enough blocks: 1 where there are. */
  static int stretches(ConvolutionWeightGradient op, Shape dy, Shape w) {
    long columns = w.slice(1, w.rank()).elementCount();
    long blocks =
        (long) Tiles.ceilDiv(w.dim(0) / op.groups(), TILE)
            * Tiles.ceilDiv(columns, TILE)
            * op.groups();
    long wanted = Math.min(Tiles.ENOUGH_BLOCKS / Math.max(1, blocks), terms(dy) / TERMS_A_STRETCH);
    if (wanted <= 1) {
      return 1;
    }
    // As many as there are terms for: the last stretch has some.
    return Tiles.ceilDiv(terms(dy), Tiles.ceilDiv(terms(dy), wanted));
  }

  private static Geometry tiles(int rows, long columns, long repeats) {
    long grid = (long) Tiles.ceilDiv(rows, TILE) * Tiles.ceilDiv(columns, TILE) * repeats;
    return new Geometry(Math.toIntExact(grid), 1, 1, SIDE, SIDE, 1, 0);
  }
}
