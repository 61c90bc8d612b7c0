package io.deltarule.cuda.blas;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import java.util.List;
import java.util.function.Supplier;
import jcuda.cudaDataType;
import jcuda.driver.CUdeviceptr;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasOperation;

/** A product that is not empty: one strided batched call for each run of its batch. */
final class GemmKernel implements Kernel {
  /** Where the matrices of a run start. */
  private record Call(CUdeviceptr a, CUdeviceptr b, CUdeviceptr c) {}

  private final CudaContext context;
  private final BlasHandle handle;
  private final GemmShape shape;
  private final Call[] calls;
  private final Supplier<String> what;

  GemmKernel(
      CudaContext context, BlasHandle handle, GemmShape shape, Operands operands, Operand product) {
    this.context = context;
    this.handle = handle;
    this.shape = shape;
    this.calls = calls(shape.runs(), operands.input(0), operands.input(1), product);
    this.what =
        () ->
            operands.label()
                + " "
                + operands.input(0).type()
                + (shape.transposeA() ? " transposed x " : " x ")
                + operands.input(1).type()
                + (shape.transposeB() ? " transposed -> " : " -> ")
                + product.type()
                + " in "
                + handle.precision();
  }

  private static Call[] calls(List<GemmShape.Run> runs, Operand a, Operand b, Operand c) {
    return runs.stream()
        .map(run -> new Call(pointer(a, run.a()), pointer(b, run.b()), pointer(c, run.c())))
        .toArray(Call[]::new);
  }

  private static CUdeviceptr pointer(Operand operand, long element) {
    return ((CudaMemory) operand.memory()).pointer(operand.offset() + element);
  }

  @Override
  public void run() {
    context.enter();
    for (Call call : calls) {
      int code =
          JCublas2.cublasGemmStridedBatchedEx_new(
              handle.handle(),
              operation(shape.transposeB()),
              operation(shape.transposeA()),
              shape.n(),
              shape.m(),
              shape.k(),
              handle.one(),
              call.b,
              cudaDataType.CUDA_R_32F,
              shape.leadingB(),
              shape.strideB(),
              call.a,
              cudaDataType.CUDA_R_32F,
              shape.leadingA(),
              shape.strideA(),
              handle.zero(),
              call.c,
              cudaDataType.CUDA_R_32F,
              shape.n(),
              shape.strideC(),
              shape.batch(),
              handle.precision().computeType(),
              cublasGemmAlgo.CUBLAS_GEMM_DEFAULT);
      handle.check(code, "cublasGemmStridedBatchedEx", what);
    }
    context.afterLaunch(what);
  }

  private static int operation(boolean transpose) {
    return transpose ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
  }

  @Override
  public String toString() {
    return what.get();
  }
}
