package io.deltarule.cuda.blas;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.DeviceFill;
import io.deltarule.op.MatMul;

/**
 * Makes kernels of matrix products. The epilogue is left to the caller: the product goes to a place
 * of its shape.
 */
public final class BlasMatMul {
  private final CudaContext context;
  private final BlasHandle handle;

  public BlasMatMul(CudaContext context, BlasHandle handle) {
    this.context = context;
    this.handle = handle;
  }

  /**
   * The product of the first two inputs, written to the first output.
   *
   * @param op the transposes; its epilogue is not looked at
   */
  public Kernel create(MatMul op, Operands operands) {
    return create(op, operands, operands.output());
  }

  /**
   * The product of the first two inputs.
   *
   * @param product where it goes: FLOAT32 of shape [batch..., M, N]
   */
  public Kernel create(MatMul op, Operands operands, Operand product) {
    GemmShape shape =
        GemmShape.of(
            op, operands.input(0).type(), operands.input(1).type(), product.type().shape());
    if (shape.isEmpty()) {
      return () -> {};
    }
    if (shape.k() == 0) {
      return new DeviceFill(
          context, product); // An empty sum; cuBLAS refuses leading dimensions of 0.
    }
    return new GemmKernel(context, handle, shape, operands, product);
  }
}
