#include "gemm.h"

#include <algorithm>
#include <string>

#include "../device/device_fault.h"

namespace emulator {
namespace {

// A checked product.
struct Gemm {
  std::string name;
  bool transposed_a;
  bool transposed_b;
  int64_t m;
  int64_t n;
  int64_t k;
  Matrix a;
  Matrix b;
  Matrix c;
  Scalar alpha;
  Scalar beta;
  int64_t batches;
  InputRounding rounding;
};

// Rows of C that are summed at a time: they stay in registers and first-level cache.
constexpr int64_t kTile = 128;

void forbidOverlap(const Gemm& gemm, const Matrix& input, int64_t batch) {
  uintptr_t begin = gemm.c.at(batch);
  uintptr_t end = begin + static_cast<uintptr_t>(gemm.c.extent()) * sizeOf(gemm.c.type);
  uintptr_t input_begin = input.at(batch);
  uintptr_t input_end =
      input_begin + static_cast<uintptr_t>(input.extent()) * sizeOf(input.type);
  if (end <= input_begin || input_end <= begin) return;
  throw DeviceFault(FaultCode::kLaunchFailed,
                    gemm.name + ": C overlaps " + input.role + ", which cuBLAS leaves undefined");
}

// column += (m, k) times one column of k.
template <typename T>
void multiplyColumn(const T* a, const T* b, int64_t m, int64_t k, T* column) {
  for (int64_t first = 0; first < m; first += kTile) {
    int64_t rows = std::min(kTile, m - first);
    T sums[kTile] = {};
    for (int64_t l = 0; l < k; ++l) {
      const T* from = a + l * m + first;
      T factor = b[l];
      for (int64_t i = 0; i < rows; ++i) sums[i] += from[i] * factor;
    }
    std::copy_n(sums, rows, column + first);
  }
}

template <typename T>
void runBatch(const Driver& driver, const Gemm& gemm, T alpha, T beta, int64_t batch) {
  gemm.c.requireLive(driver, gemm.name, batch, true);
  std::vector<T> a;
  std::vector<T> b;
  bool product = alpha != T{0} && gemm.k > 0;
  if (product) {
    gemm.a.requireLive(driver, gemm.name, batch, false);
    gemm.b.requireLive(driver, gemm.name, batch, false);
    forbidOverlap(gemm, gemm.a, batch);
    forbidOverlap(gemm, gemm.b, batch);
    a = gemm.a.packed<T>(batch, gemm.transposed_a, gemm.rounding);
    b = gemm.b.packed<T>(batch, gemm.transposed_b, gemm.rounding);
  }
  std::vector<T> column(static_cast<size_t>(gemm.m));
  uintptr_t c = gemm.c.at(batch);
  for (int64_t j = 0; j < gemm.n; ++j) {
    if (product) multiplyColumn(a.data(), b.data() + j * gemm.k, gemm.m, gemm.k, column.data());
    for (int64_t i = 0; i < gemm.m; ++i) {
      auto at = static_cast<size_t>(j * gemm.c.lead + i);
      T value = product ? alpha * column[static_cast<size_t>(i)] : T{0};
      if (beta != T{0}) value += beta * load<T>(gemm.c.type, c, at);
      store(gemm.c.type, c, at, value);
    }
  }
}

template <typename T>
void run(const Driver& driver, const Gemm& gemm) {
  T alpha = static_cast<T>(gemm.alpha.value(driver));
  T beta = static_cast<T>(gemm.beta.value(driver));
  for (int64_t batch = 0; batch < gemm.batches; ++batch) {
    runBatch(driver, gemm, alpha, beta, batch);
  }
}

struct Computation {
  bool wide;
  InputRounding rounding;
};

// Which inputs a compute type takes, after the table of cublasGemmEx.
Computation computationOf(const BlasCall& call, const GemmRequest& request) {
  cudaDataType a = request.a.type;
  cudaDataType c = request.c.type;
  bool alike = a == request.b.type;
  bool single = alike && a == CUDA_R_32F && c == CUDA_R_32F;
  bool twice = alike && a == CUDA_R_64F && c == CUDA_R_64F;
  bool mixed = alike && (a == CUDA_R_16F || a == CUDA_R_16BF) && (c == a || c == CUDA_R_32F);
  bool supported = false;
  InputRounding rounding = InputRounding::kNone;
  switch (request.compute) {
    case CUDA_R_32F:
    case CUBLAS_COMPUTE_32F:
      supported = single || mixed;
      if (single && call.blas.tf32()) rounding = InputRounding::kTf32;
      break;
    case CUBLAS_COMPUTE_32F_PEDANTIC: supported = single || mixed; break;
    case CUBLAS_COMPUTE_32F_FAST_TF32:
      supported = single;
      rounding = InputRounding::kTf32;
      break;
    case CUBLAS_COMPUTE_32F_FAST_16BF:
      supported = single;
      rounding = InputRounding::kBfloat16;
      break;
    case CUBLAS_COMPUTE_32F_FAST_16F:
      supported = single;
      rounding = InputRounding::kHalf;
      break;
    case CUDA_R_64F:
    case CUBLAS_COMPUTE_64F:
    case CUBLAS_COMPUTE_64F_PEDANTIC: supported = twice; break;
    default: break;
  }
  requireBlas(supported,
              "types A " + std::to_string(a) + ", B " + std::to_string(request.b.type) + ", C " +
                  std::to_string(c) + " with compute type " + std::to_string(request.compute) +
                  " aren't emulated",
              CUBLAS_STATUS_NOT_SUPPORTED);
  return {twice, rounding};
}

Matrix matrixOf(const char* role, const GemmOperand& operand, int64_t rows, int64_t columns) {
  return {role, reinterpret_cast<uintptr_t>(operand.pointer),
          operand.type, rows, columns, operand.lead, operand.stride};
}

}  // namespace

void gemm(const BlasCall& call, const GemmRequest& request) {
  int64_t m = request.m;
  int64_t n = request.n;
  int64_t k = request.k;
  bool transposed_a = isTransposed(request.transposed_a);
  bool transposed_b = isTransposed(request.transposed_b);
  requireBlas(m >= 0 && n >= 0 && k >= 0 && request.batches >= 0, "a negative size");
  Computation computation = computationOf(call, request);
  cudaDataType scalar = computation.wide ? CUDA_R_64F : CUDA_R_32F;
  Gemm gemm{call.name,
            transposed_a,
            transposed_b,
            m,
            n,
            k,
            matrixOf("A", request.a, transposed_a ? k : m, transposed_a ? m : k),
            matrixOf("B", request.b, transposed_b ? n : k, transposed_b ? k : n),
            matrixOf("C", request.c, m, n),
            Scalar(call, "alpha", request.alpha, scalar),
            Scalar(call, "beta", request.beta, scalar),
            request.batches,
            computation.rounding};
  checkLead(gemm.a);
  checkLead(gemm.b);
  checkLead(gemm.c);
  requireBlas(gemm.batches <= 1 || gemm.c.stride >= gemm.c.extent() || gemm.c.empty(),
              "the matrices C of a batch overlap");
  if (m == 0 || n == 0 || gemm.batches == 0) return;
  Driver& driver = call.driver;
  bool wide = computation.wide;
  call.submit([&driver, gemm, wide] {
    if (wide) {
      run<double>(driver, gemm);
    } else {
      run<float>(driver, gemm);
    }
  });
}

}  // namespace emulator
