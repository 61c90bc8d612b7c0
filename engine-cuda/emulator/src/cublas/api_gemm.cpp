// Matrix products.

#include "gemm.h"

using namespace emulator;

namespace {

cublasStatus_t product(const char* symbol, cublasHandle_t handle, const GemmRequest& request) {
  return blasCall(symbol, handle, [&](const BlasCall& call) { gemm(call, request); });
}

}  // namespace

extern "C" {

cublasStatus_t cublasSgemm_v2(cublasHandle_t handle, int ta, int tb, int m, int n, int k,
                              const float* alpha, const float* a, int lda, const float* b, int ldb,
                              const float* beta, float* c, int ldc) {
  return product(__func__, handle,
                 {ta, tb, m, n, k, alpha, {a, CUDA_R_32F, lda, 0}, {b, CUDA_R_32F, ldb, 0}, beta,
                  {c, CUDA_R_32F, ldc, 0}, 1, CUBLAS_COMPUTE_32F});
}

cublasStatus_t cublasDgemm_v2(cublasHandle_t handle, int ta, int tb, int m, int n, int k,
                              const double* alpha, const double* a, int lda, const double* b,
                              int ldb, const double* beta, double* c, int ldc) {
  return product(__func__, handle,
                 {ta, tb, m, n, k, alpha, {a, CUDA_R_64F, lda, 0}, {b, CUDA_R_64F, ldb, 0}, beta,
                  {c, CUDA_R_64F, ldc, 0}, 1, CUBLAS_COMPUTE_64F});
}

cublasStatus_t cublasSgemmStridedBatched(cublasHandle_t handle, int ta, int tb, int m, int n, int k,
                                         const float* alpha, const float* a, int lda,
                                         long long stride_a, const float* b, int ldb,
                                         long long stride_b, const float* beta, float* c, int ldc,
                                         long long stride_c, int batches) {
  return product(__func__, handle,
                 {ta, tb, m, n, k, alpha, {a, CUDA_R_32F, lda, stride_a},
                  {b, CUDA_R_32F, ldb, stride_b}, beta, {c, CUDA_R_32F, ldc, stride_c}, batches,
                  CUBLAS_COMPUTE_32F});
}

cublasStatus_t cublasDgemmStridedBatched(cublasHandle_t handle, int ta, int tb, int m, int n, int k,
                                         const double* alpha, const double* a, int lda,
                                         long long stride_a, const double* b, int ldb,
                                         long long stride_b, const double* beta, double* c,
                                         int ldc, long long stride_c, int batches) {
  return product(__func__, handle,
                 {ta, tb, m, n, k, alpha, {a, CUDA_R_64F, lda, stride_a},
                  {b, CUDA_R_64F, ldb, stride_b}, beta, {c, CUDA_R_64F, ldc, stride_c}, batches,
                  CUBLAS_COMPUTE_64F});
}

cublasStatus_t cublasGemmEx(cublasHandle_t handle, int ta, int tb, int m, int n, int k,
                            const void* alpha, const void* a, cudaDataType type_a, int lda,
                            const void* b, cudaDataType type_b, int ldb, const void* beta, void* c,
                            cudaDataType type_c, int ldc, int compute, int) {
  return product(__func__, handle,
                 {ta, tb, m, n, k, alpha, {a, type_a, lda, 0}, {b, type_b, ldb, 0}, beta,
                  {c, type_c, ldc, 0}, 1, compute});
}

cublasStatus_t cublasGemmStridedBatchedEx(cublasHandle_t handle, int ta, int tb, int m, int n,
                                          int k, const void* alpha, const void* a,
                                          cudaDataType type_a, int lda, long long stride_a,
                                          const void* b, cudaDataType type_b, int ldb,
                                          long long stride_b, const void* beta, void* c,
                                          cudaDataType type_c, int ldc, long long stride_c,
                                          int batches, int compute, int) {
  return product(__func__, handle,
                 {ta, tb, m, n, k, alpha, {a, type_a, lda, stride_a}, {b, type_b, ldb, stride_b},
                  beta, {c, type_c, ldc, stride_c}, batches, compute});
}

}  // extern "C"
