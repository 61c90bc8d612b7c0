package io.deltarule.cuda.pointwise;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.cuda.driver.Launch;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.expr.Expr;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * Launches of generated kernels: pointwise operations, and everything that only moves elements to
 * or from strided places, which is a pointwise operation that computes nothing.
 */
public final class PointwiseKernels {
  /** Threads of a block; {@code pointwise.cuh} has the same number. */
  static final int BLOCK = 256;

  private final CudaContext context;
  private final KernelCompiler compiler;

  public PointwiseKernels(CudaContext context, KernelCompiler compiler) {
    this.context = context;
    this.compiler = compiler;
  }

  /**
   * Expressions over inputs that broadcast to the outputs' shape.
   *
   * @param inputs the expressions' inputs by number
   * @param outputs one an expression, all of one shape; one may lie where an input of its shape
   *     lies
   * @param what the operation's operands, for messages
   */
  public Kernel pointwise(
      List<Expr> expressions, List<Operand> inputs, List<Operand> outputs, Operands what) {
    Shape shape = outputs.get(0).type().shape();
    return launch(
        expressions,
        outputs.stream().map(output -> View.broadcast(output, shape)).toList(),
        inputs.stream().map(input -> View.broadcast(input, shape)).toList(),
        shape,
        what);
  }

  /** {@code to[p] = from[p]} for every position p of a shape. */
  public Kernel move(View from, View to, Shape shape, Operands what) {
    return launch(List.of(Expr.input(0, from.type())), List.of(to), List.of(from), shape, what);
  }

  /** A number at all elements of an operand. */
  public Kernel fill(double value, Operand output, Operands what) {
    Expr constant =
        output.type().dtype() == DType.INT32 ? Expr.constantInt((int) value) : Expr.constant(value);
    return pointwise(List.of(constant), List.of(), List.of(output), what);
  }

  /**
   * Expressions at every position of a shape.
   *
   * @param outputs one an expression; one may be where an input is, position by position
   * @param inputs the expressions' inputs by number
   * @param what the operation's operands, for messages
   */
  public Kernel launch(
      List<Expr> expressions, List<View> outputs, List<View> inputs, Shape shape, Operands what) {
    long positions = shape.elementCount();
    if (positions == 0) {
      return () -> {};
    }
    PointwiseSource generated = new PointwiseSource(expressions, outputs, inputs, shape);
    Arguments arguments = new Arguments();
    outputs.forEach(view -> arguments.pointer(view.memory(), view.offset()));
    generated.usedInputs().forEach(view -> arguments.pointer(view.memory(), view.offset()));
    arguments.int32(positions);
    KernelSource source = generated.source();
    return new Launch(
        context,
        compiler.compile(source).function(source.kernels().get(0)),
        geometry(positions, generated.width()),
        arguments,
        what);
  }

  /**
   * Blocks for so many positions.
   *
   * @param width positions a thread
   */
  static Geometry geometry(long positions, int width) {
    long threads = (positions + width - 1) / width;
    return Geometry.of(Math.toIntExact((threads + BLOCK - 1) / BLOCK), BLOCK);
  }
}
