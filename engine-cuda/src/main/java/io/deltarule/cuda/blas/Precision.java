package io.deltarule.cuda.blas;

import java.util.Locale;
import jcuda.jcublas.cublasComputeType;

/** How a matrix product computes. Operands and results are float32, sums are float32. */
public enum Precision {
  /** IEEE float32 products. */
  FP32(cublasComputeType.CUBLAS_COMPUTE_32F),
  /** Operands rounded to TF32: 10 bits of fraction, the exponents of float32. */
  TF32(cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32),
  /** Operands rounded to bfloat16: 7 bits of fraction, the exponents of float32. */
  BF16(cublasComputeType.CUBLAS_COMPUTE_32F_FAST_16BF);

  private final int computeType;

  Precision(int computeType) {
    this.computeType = computeType;
  }

  int computeType() {
    return computeType;
  }

  /** The name it is asked for by. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT);
  }
}
