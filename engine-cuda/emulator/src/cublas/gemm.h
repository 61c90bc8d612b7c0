#ifndef EMULATOR_CUBLAS_GEMM_H_
#define EMULATOR_CUBLAS_GEMM_H_

#include "blas_entry.h"
#include "matrix.h"
#include "scalar.h"

namespace emulator {

// A matrix of a product as the call gives it.
struct GemmOperand {
  const void* pointer;
  cudaDataType type;
  int64_t lead;
  int64_t stride;
};

struct GemmRequest {
  int transposed_a;
  int transposed_b;
  int64_t m;
  int64_t n;
  int64_t k;
  const void* alpha;
  GemmOperand a;
  GemmOperand b;
  const void* beta;
  GemmOperand c;
  int64_t batches;
  // A cublasComputeType_t; the cudaDataType that cuBLAS 10 took in its place is understood too.
  int compute;
};

// C = alpha op(A) op(B) + beta C, (m, n) = (m, k) (k, n), column-major, for each batch; checked as
// cuBLAS checks it and enqueued. Products are summed one after the other in order of k, in float
// (double for COMPUTE_64F), inputs rounded as compute type and math mode say. C isn't read if beta
// is 0, nor A and B if alpha is. C overlapping A or B, undefined in cuBLAS, is a fault here.
void gemm(const BlasCall& call, const GemmRequest& request);

}  // namespace emulator

#endif  // EMULATOR_CUBLAS_GEMM_H_
