package io.deltarule.cuda.driver;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import java.util.function.Supplier;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Copies an operand's bytes to another place on the device. */
public final class DeviceCopy implements Kernel {
  private final CudaContext context;
  private final CUdeviceptr from;
  private final CUdeviceptr to;
  private final long bytes;
  private final Supplier<String> what;

  /** A copy of all of the source's elements; both are of the same type. */
  public DeviceCopy(CudaContext context, Operand source, Operand target) {
    this.context = context;
    CudaMemory input = (CudaMemory) source.memory();
    CudaMemory output = (CudaMemory) target.memory();
    bytes = source.elementCount() * input.dtype().bytes();
    from = input.pointer(source.offset());
    to = output.pointer(target.offset());
    what = () -> "a copy of " + source.type();
  }

  @Override
  public void run() {
    if (bytes == 0) {
      return;
    }
    context.enter();
    context
        .status()
        .check(
            JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, context.computeStream()),
            "cuMemcpyDtoDAsync",
            what);
    context.afterLaunch(what);
  }

  @Override
  public String toString() {
    return what.get();
  }
}
