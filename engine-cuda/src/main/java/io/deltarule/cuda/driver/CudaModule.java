package io.deltarule.cuda.driver;

import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Compiled kernels, loaded into a context. */
public final class CudaModule implements AutoCloseable {
  private final CudaContext context;
  private final String name;
  private final CUmodule module = new CUmodule();
  private final Map<String, CudaFunction> functions = new HashMap<>();
  private boolean closed;

  /**
   * Loads an image.
   *
   * @param image cubin, or PTX ending in NUL
   */
  public CudaModule(CudaContext context, String name, byte[] image) {
    this.context = context;
    this.name = name;
    context.makeCurrent();
    context
        .status()
        .check(
            JCudaDriver.cuModuleLoadData(module, image),
            "cuModuleLoadData",
            () -> "kernels '" + name + "'");
  }

  /** The kernel of a name. */
  public CudaFunction function(String kernel) {
    return functions.computeIfAbsent(kernel, this::load);
  }

  private CudaFunction load(String kernel) {
    context.makeCurrent();
    CUfunction handle = new CUfunction();
    context
        .status()
        .check(
            JCudaDriver.cuModuleGetFunction(handle, module, kernel),
            "cuModuleGetFunction",
            () -> "kernel '" + kernel + "' of '" + name + "'");
    return new CudaFunction(
        kernel,
        handle,
        attribute(kernel, handle, CUfunction_attribute.CU_FUNC_ATTRIBUTE_NUM_REGS),
        attribute(kernel, handle, CUfunction_attribute.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES),
        attribute(kernel, handle, CUfunction_attribute.CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES),
        attribute(kernel, handle, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK));
  }

  private int attribute(String kernel, CUfunction handle, int attribute) {
    int[] value = new int[1];
    context
        .status()
        .check(
            JCudaDriver.cuFuncGetAttribute(value, attribute, handle),
            "cuFuncGetAttribute",
            () -> CUfunction_attribute.stringFor(attribute) + " of kernel '" + kernel + "'");
    return value[0];
  }

  /** Unloads the kernels; what was launched has run by then. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.release(() -> JCudaDriver.cuModuleUnload(module));
    }
  }
}
