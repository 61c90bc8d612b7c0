// Matrix-vector products, matrix sums, and operations on vectors, all of floats.

#include <algorithm>

#include "../driver/capture_rules.h"
#include "../driver/entry.h"
#include "../driver/transfer.h"
#include "matrix.h"
#include "scalar.h"

using namespace emulator;

namespace {

// A vector's elements, `increment` apart; a negative one means from the last to the first.
struct Vector {
  const char* role;
  uintptr_t address;
  int64_t count;
  int64_t increment;

  void requireLive(const Driver& driver, const std::string& call, bool write) const {
    if (count == 0) return;
    int64_t extent = (count - 1) * std::abs(increment) + 1;
    emulator::requireLive(driver, call + ", vector " + role, address,
                          static_cast<size_t>(extent) * sizeof(float), write);
  }

  float& operator[](int64_t index) const {
    int64_t first = increment < 0 ? (1 - count) * increment : 0;
    return reinterpret_cast<float*>(address)[first + index * increment];
  }
};

Vector vectorOf(const char* role, const float* pointer, int64_t count, int64_t increment) {
  requireBlas(increment != 0, std::string("the increment of ") + role + " is 0");
  return {role, reinterpret_cast<uintptr_t>(pointer), std::max<int64_t>(count, 0), increment};
}

Matrix matrixOf(const char* role, const float* pointer, int64_t rows, int64_t columns,
                int64_t lead) {
  Matrix matrix{role, reinterpret_cast<uintptr_t>(pointer), CUDA_R_32F, rows, columns, lead, 0};
  checkLead(matrix);
  return matrix;
}

}  // namespace

extern "C" {

cublasStatus_t cublasSgemv_v2(cublasHandle_t handle, int transposed, int m, int n,
                              const float* alpha_pointer, const float* a_pointer, int lda,
                              const float* x_pointer, int incx, const float* beta_pointer,
                              float* y_pointer, int incy) {
  return blasCall(__func__, handle, [=](const BlasCall& call) {
    bool turned = isTransposed(transposed);
    requireBlas(m >= 0 && n >= 0, "a negative size");
    Matrix a = matrixOf("A", a_pointer, m, n, lda);
    Vector x = vectorOf("x", x_pointer, turned ? m : n, incx);
    Vector y = vectorOf("y", y_pointer, turned ? n : m, incy);
    Scalar alpha_scalar(call, "alpha", alpha_pointer, CUDA_R_32F);
    Scalar beta_scalar(call, "beta", beta_pointer, CUDA_R_32F);
    if (m == 0 || n == 0) return;
    Driver& driver = call.driver;
    call.submit([=, &driver, name = call.name] {
      auto alpha = static_cast<float>(alpha_scalar.value(driver));
      auto beta = static_cast<float>(beta_scalar.value(driver));
      a.requireLive(driver, name, 0, false);
      x.requireLive(driver, name, false);
      y.requireLive(driver, name, true);
      std::vector<float> rows = a.packed<float>(0, !turned, InputRounding::kNone);
      for (int64_t i = 0; i < y.count; ++i) {
        float sum = 0;
        for (int64_t l = 0; l < x.count; ++l) {
          sum += rows[static_cast<size_t>(i * x.count + l)] * x[l];
        }
        float value = alpha * sum;
        if (beta != 0) value += beta * y[i];
        y[i] = value;
      }
    });
  });
}

cublasStatus_t cublasSgeam(cublasHandle_t handle, int ta, int tb, int m, int n,
                           const float* alpha_pointer, const float* a_pointer, int lda,
                           const float* beta_pointer, const float* b_pointer, int ldb,
                           float* c_pointer, int ldc) {
  return blasCall(__func__, handle, [=](const BlasCall& call) {
    bool turned_a = isTransposed(ta);
    bool turned_b = isTransposed(tb);
    requireBlas(m >= 0 && n >= 0, "a negative size");
    Matrix a = matrixOf("A", a_pointer, turned_a ? n : m, turned_a ? m : n, lda);
    Matrix b = matrixOf("B", b_pointer, turned_b ? n : m, turned_b ? m : n, ldb);
    Matrix c = matrixOf("C", c_pointer, m, n, ldc);
    requireBlas(c_pointer != a_pointer || (!turned_a && lda == ldc),
                "C in place of A needs the same leading dimension and no transposition");
    requireBlas(c_pointer != b_pointer || (!turned_b && ldb == ldc),
                "C in place of B needs the same leading dimension and no transposition");
    Scalar alpha_scalar(call, "alpha", alpha_pointer, CUDA_R_32F);
    Scalar beta_scalar(call, "beta", beta_pointer, CUDA_R_32F);
    if (m == 0 || n == 0) return;
    Driver& driver = call.driver;
    call.submit([=, &driver, name = call.name] {
      auto alpha = static_cast<float>(alpha_scalar.value(driver));
      auto beta = static_cast<float>(beta_scalar.value(driver));
      std::vector<float> left(static_cast<size_t>(c.rows * c.columns));
      std::vector<float> right(left.size());
      if (alpha != 0) {
        a.requireLive(driver, name, 0, false);
        left = a.packed<float>(0, turned_a, InputRounding::kNone);
      }
      if (beta != 0) {
        b.requireLive(driver, name, 0, false);
        right = b.packed<float>(0, turned_b, InputRounding::kNone);
      }
      c.requireLive(driver, name, 0, true);
      for (int64_t j = 0; j < c.columns; ++j) {
        for (int64_t i = 0; i < c.rows; ++i) {
          auto from = static_cast<size_t>(j * c.rows + i);
          float value = alpha * left[from] + beta * right[from];
          store(c.type, c.address, static_cast<size_t>(j * c.lead + i), value);
        }
      }
    });
  });
}

cublasStatus_t cublasSscal_v2(cublasHandle_t handle, int n, const float* alpha_pointer,
                              float* x_pointer, int incx) {
  return blasCall(__func__, handle, [=](const BlasCall& call) {
    Scalar alpha_scalar(call, "alpha", alpha_pointer, CUDA_R_32F);
    if (n <= 0 || incx <= 0) return;
    Vector x = vectorOf("x", x_pointer, n, incx);
    Driver& driver = call.driver;
    call.submit([=, &driver, name = call.name] {
      auto alpha = static_cast<float>(alpha_scalar.value(driver));
      x.requireLive(driver, name, true);
      for (int64_t i = 0; i < x.count; ++i) x[i] *= alpha;
    });
  });
}

cublasStatus_t cublasSaxpy_v2(cublasHandle_t handle, int n, const float* alpha_pointer,
                              const float* x_pointer, int incx, float* y_pointer, int incy) {
  return blasCall(__func__, handle, [=](const BlasCall& call) {
    Scalar alpha_scalar(call, "alpha", alpha_pointer, CUDA_R_32F);
    if (n <= 0) return;
    Vector x = vectorOf("x", x_pointer, n, incx);
    Vector y = vectorOf("y", y_pointer, n, incy);
    Driver& driver = call.driver;
    call.submit([=, &driver, name = call.name] {
      auto alpha = static_cast<float>(alpha_scalar.value(driver));
      x.requireLive(driver, name, false);
      y.requireLive(driver, name, true);
      for (int64_t i = 0; i < x.count; ++i) y[i] += alpha * x[i];
    });
  });
}

// In host mode the result is there when the call returns, so it waits for the stream.
cublasStatus_t cublasSdot_v2(cublasHandle_t handle, int n, const float* x_pointer, int incx,
                             const float* y_pointer, int incy, float* result) {
  return blasCall(__func__, handle, [=](const BlasCall& call) {
    requireBlas(result != nullptr, "null pointer for the result");
    Vector x = vectorOf("x", x_pointer, n, incx);
    Vector y = vectorOf("y", y_pointer, n, incy);
    bool on_device = call.blas.pointer_mode == CUBLAS_POINTER_MODE_DEVICE;
    if (!on_device) forbidWaitingForCapture(*call.stream);
    Driver& driver = call.driver;
    call.submit([=, &driver, name = call.name] {
      x.requireLive(driver, name, false);
      y.requireLive(driver, name, false);
      if (on_device) {
        requireLive(driver, name + ", result", reinterpret_cast<uintptr_t>(result), sizeof *result,
                    true);
      }
      float sum = 0;
      for (int64_t i = 0; i < x.count; ++i) sum += x[i] * y[i];
      *result = sum;
    });
    if (!on_device) waitFor(call.context, call.stream);
  });
}

}  // extern "C"
