package io.deltarule.cuda.driver;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import java.util.function.Supplier;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Sets every byte of an operand to zero. */
public final class DeviceFill implements Kernel {
  private final CudaContext context;
  private final CUdeviceptr target;
  private final long bytes;
  private final Supplier<String> what;

  public DeviceFill(CudaContext context, Operand operand) {
    this.context = context;
    CudaMemory memory = (CudaMemory) operand.memory();
    target = memory.pointer(operand.offset());
    bytes = operand.elementCount() * memory.dtype().bytes();
    what = () -> "zeros for " + operand.type();
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
            JCudaDriver.cuMemsetD8Async(target, (byte) 0, bytes, context.computeStream()),
            "cuMemsetD8Async",
            what);
    context.afterLaunch(what);
  }

  @Override
  public String toString() {
    return what.get();
  }
}
