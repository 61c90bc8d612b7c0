package io.deltarule.cuda.kernels;

import static io.deltarule.cuda.kernels.WindowArguments.spatial;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.op.AveragePool;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.MaxPool;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.List;

/** Launches of {@code pool.cu}. */
final class PoolKernels {
  private final Kernels kernels;

  PoolKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernel max(MaxPool op, Operands operands) {
    Arguments arguments =
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.outputs().get(1))
            .pointer(operands.input(0))
            .int32(operands.output().elementCount());
    Operand x = operands.input(0);
    return launch("max_pool", arguments, op.kernel(), op.window(), x, operands.output(), operands);
  }

  Kernel maxGradient(MaxPoolGradient op, Operands operands) {
    Arguments arguments =
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .int32(operands.output().elementCount());
    Operand y = operands.input(0);
    return launch(
        "max_pool_gradient", arguments, op.kernel(), op.window(), operands.output(), y, operands);
  }

  Kernel maxSelect(Operands operands) {
    long count = operands.output().elementCount();
    if (count == 0) {
      return Kernels.nothing();
    }
    return kernels.launch(
        "max_pool_select",
        threads(count),
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .int32(count)
            .int32(spatial(operands.input(0).type().shape()).elementCount())
            .int32(spatial(operands.output().type().shape()).elementCount()),
        operands);
  }

  Kernel average(AveragePool op, Operands operands) {
    Arguments arguments =
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .int32(operands.output().elementCount())
            .int32(op.countsPadding() ? 1 : 0);
    Operand x = operands.input(0);
    return launch(
        "average_pool", arguments, op.kernel(), op.window(), x, operands.output(), operands);
  }

  Kernel averageGradient(AveragePoolGradient op, Operands operands) {
    Arguments arguments =
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .int32(operands.output().elementCount())
            .int32(op.countsPadding() ? 1 : 0);
    Operand y = operands.input(0);
    return launch(
        "average_pool_gradient",
        arguments,
        op.kernel(),
        op.window(),
        operands.output(),
        y,
        operands);
  }

  private Kernel launch(
      String kernel,
      Arguments arguments,
      List<Integer> taps,
      Window window,
      Operand x,
      Operand y,
      Operands operands) {
    long count = operands.output().elementCount();
    if (count == 0) {
      return Kernels.nothing();
    }
    Shape inputs = spatial(x.type().shape());
    Shape outputs = spatial(y.type().shape());
    return kernels.launch(
        kernel,
        threads(count),
        WindowArguments.add(arguments, window, inputs, Shape.of(taps), outputs),
        operands);
  }

  private static Geometry threads(long count) {
    return Geometry.of(Tiles.ceilDiv(count, Tiles.BLOCK), Tiles.BLOCK);
  }
}
