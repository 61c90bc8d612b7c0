#ifndef EMULATOR_CUBLAS_BLAS_ENTRY_H_
#define EMULATOR_CUBLAS_BLAS_ENTRY_H_

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "../driver/context.h"
#include "../driver/driver.h"
#include "../driver/scheduler.h"
#include "blas_types.h"

namespace emulator {

// What a cuBLAS handle remembers.
struct Blas {
  std::weak_ptr<Context> context;
  CUstream stream = nullptr;
  cublasPointerMode_t pointer_mode = CUBLAS_POINTER_MODE_HOST;
  int math_mode = CUBLAS_DEFAULT_MATH;
  int atomics_mode = 0;
  int multiprocessor_target = 0;

  bool tf32() const { return (math_mode & 15) == CUBLAS_TF32_TENSOR_OP_MATH; }
};

// Ends a cuBLAS call with a status. The reason goes to the log.
class BlasRefusal : public std::runtime_error {
 public:
  BlasRefusal(cublasStatus_t status, const std::string& reason)
      : std::runtime_error(reason), status_(status) {}
  cublasStatus_t status() const { return status_; }

 private:
  cublasStatus_t status_;
};

inline void requireBlas(bool condition, const std::string& reason,
                        cublasStatus_t otherwise = CUBLAS_STATUS_INVALID_VALUE) {
  if (!condition) throw BlasRefusal(otherwise, reason);
}

// What one call works with.
struct BlasCall {
  Driver& driver;
  Context& context;
  Blas& blas;
  StreamPtr stream;
  std::string name;  // without the suffix of its version

  // Enqueues work of this call; see scheduler.h.
  void submit(std::function<void()> run) const;
};

// As the driver's entry.h: the driver's lock, planned failures (with cuBLAS's statuses), the
// context, exceptions turned into statuses.
cublasStatus_t blasAlways(const char* symbol, const std::function<void(Driver&)>& body);
cublasStatus_t blasCall(const char* symbol, cublasHandle_t handle,
                        const std::function<void(const BlasCall&)>& body);
// For calls on a handle whose context may be gone.
cublasStatus_t blasSetting(const char* symbol, cublasHandle_t handle,
                           const std::function<void(Driver&, Blas&)>& body);

cublasHandle_t createBlas(Driver& driver);
bool destroyBlas(Driver& driver, cublasHandle_t handle);

}  // namespace emulator

#endif  // EMULATOR_CUBLAS_BLAS_ENTRY_H_
