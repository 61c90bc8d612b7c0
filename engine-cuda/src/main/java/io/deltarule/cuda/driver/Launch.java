package io.deltarule.cuda.driver;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.JCudaDriver;

/**
 * A kernel bound to its arguments and the shape of its launch. Running it enqueues it on the
 * compute stream and allocates nothing.
 */
public final class Launch implements Kernel {
  /** Beyond this much dynamic shared memory a function must be told first. */
  private static final int SHARED_BYTES_WITHOUT_ASKING = 48 << 10;

  private final CudaContext context;
  private final CudaFunction function;
  private final Geometry geometry;
  private final ArgumentSpace.Block block;
  private final Supplier<String> what;
  private boolean closed;

  /**
   * Binds a kernel.
   *
   * @param what the operation's operands, for messages
   * @throws IllegalArgumentException if a block is larger than the kernel can run with
   */
  public Launch(
      CudaContext context,
      CudaFunction function,
      Geometry geometry,
      Arguments arguments,
      Operands what) {
    this.context = context;
    this.function = function;
    this.geometry = geometry;
    this.what = () -> describe(function, geometry, arguments, what);
    if (geometry.threads() > function.maxThreads()) {
      throw new IllegalArgumentException(
          this.what.get()
              + " has more threads a block than the "
              + function.maxThreads()
              + " it can");
    }
    context.makeCurrent();
    if (geometry.sharedBytes() > SHARED_BYTES_WITHOUT_ASKING) {
      context
          .status()
          .check(
              JCudaDriver.cuFuncSetAttribute(
                  function.handle(),
                  CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                  geometry.sharedBytes()),
              "cuFuncSetAttribute",
              this.what);
    }
    block = context.arguments().take(arguments.bytes());
    arguments.layOut(block.chunk().bytes(), block.offset(), block.address());
  }

  @Override
  public void run() {
    context.enter();
    int code =
        JCudaDriver.cuLaunchKernel(
            function.handle(),
            geometry.gridX(),
            geometry.gridY(),
            geometry.gridZ(),
            geometry.blockX(),
            geometry.blockY(),
            geometry.blockZ(),
            geometry.sharedBytes(),
            context.computeStream(),
            block.pointer(),
            null);
    context.status().check(code, "cuLaunchKernel", what);
    context.afterLaunch(what);
  }

  private static String describe(
      CudaFunction function, Geometry geometry, Arguments arguments, Operands operands) {
    return "kernel "
        + function.name()
        + " of "
        + operands.label()
        + " "
        + types(operands.inputs())
        + " -> "
        + types(operands.outputs())
        + ", "
        + geometry
        + ", arguments "
        + arguments;
  }

  private static String types(List<Operand> operands) {
    return operands.stream()
        .map(operand -> operand.type().toString())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.arguments().give(block);
    }
  }

  @Override
  public String toString() {
    return what.get();
  }
}
