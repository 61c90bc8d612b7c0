package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.tensor.Shape;

/**
 * Launches of {@code softmax.cu}: rows of up to 1,024 elements stay in a warp's registers, in the
 * smallest of five sizes; everything else goes by columns.
 */
final class SoftmaxKernels {
  private static final int[] ITEMS = {1, 4, 8, 16, 32};

  private final Kernels kernels;

  SoftmaxKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Softmax or its logarithm along an axis.
   *
   * @param name {@code softmax} or {@code log_softmax}
   */
  Kernel along(String name, int axis, Operands operands) {
    Folded folded = Folded.around(operands.input(0).type().shape(), axis);
    if (folded.isEmpty()) {
      return Kernels.nothing();
    }
    Arguments arguments = new Arguments().pointer(operands.output()).pointer(operands.input(0));
    int items = folded.after() == 1 ? items(folded.length()) : 0;
    if (items > 0) {
      return kernels.launch(
          name + "_rows_" + items,
          Tiles.rows(folded.before(), Tiles.WARP),
          arguments.int32(folded.before()).int32(folded.length()),
          operands);
    }
    return kernels.launch(
        name + "_columns",
        Tiles.columns(folded, 1),
        arguments.int32(folded.length()).int32(folded.after()),
        operands);
  }

  /** Loss and log-sum-exp of rows of logits. */
  Kernel crossEntropy(Operands operands) {
    Shape logits = operands.input(0).type().shape();
    Folded folded = Folded.around(logits, logits.rank() - 1);
    if (folded.isEmpty()) {
      return Kernels.nothing();
    }
    Arguments arguments =
        new Arguments()
            .pointer(operands.output(0))
            .pointer(operands.output(1))
            .pointer(operands.input(0))
            .pointer(operands.input(1));
    int items = items(folded.length());
    if (items > 0) {
      return kernels.launch(
          "cross_entropy_rows_" + items,
          Tiles.rows(folded.before(), Tiles.WARP),
          arguments.int32(folded.before()).int32(folded.length()),
          operands);
    }
    return kernels.launch(
        "cross_entropy_columns",
        Tiles.columns(folded, 1),
        arguments.int32(folded.length()),
        operands);
  }

  /** Elements of a row that each thread of a warp holds; 0 if the row is too long. */
  static int items(int length) {
    for (int items : ITEMS) {
      if (length <= items * Tiles.WARP) {
        return items;
      }
    }
    return 0;
  }
}
