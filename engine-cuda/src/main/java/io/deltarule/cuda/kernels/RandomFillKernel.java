package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.op.RandomFill;
import java.util.Locale;

/** Launches of {@code random.cu}: one counter block a thread. */
final class RandomFillKernel {
  private static final int WORDS = 4;

  private final Kernels kernels;

  RandomFillKernel(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernel create(RandomFill op, Operands operands) {
    long count = operands.output().elementCount();
    if (count == 0) {
      return Kernels.nothing();
    }
    return kernels.launch(
        "random_" + op.distribution().name().toLowerCase(Locale.ROOT),
        Tiles.rows(Tiles.ceilDiv(count, WORDS), 1),
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .int32(op.stream())
            .int32(count),
        operands);
  }
}
