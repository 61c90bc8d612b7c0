// Handles, their settings, versions and texts.

#include "../driver/entry.h"
#include "blas_entry.h"

using namespace emulator;

namespace {

constexpr int kMajor = 12;
constexpr int kMinor = 9;
constexpr int kPatch = 1;

// cuBLAS wants its workspace so aligned.
constexpr uintptr_t kWorkspaceAlignment = 256;

const char* statusName(int status) {
  switch (status) {
    case CUBLAS_STATUS_SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case CUBLAS_STATUS_NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case CUBLAS_STATUS_ALLOC_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
    case CUBLAS_STATUS_INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case CUBLAS_STATUS_ARCH_MISMATCH: return "CUBLAS_STATUS_ARCH_MISMATCH";
    case CUBLAS_STATUS_MAPPING_ERROR: return "CUBLAS_STATUS_MAPPING_ERROR";
    case CUBLAS_STATUS_EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case CUBLAS_STATUS_INTERNAL_ERROR: return "CUBLAS_STATUS_INTERNAL_ERROR";
    case CUBLAS_STATUS_NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
    case CUBLAS_STATUS_LICENSE_ERROR: return "CUBLAS_STATUS_LICENSE_ERROR";
    default: return "not a cublasStatus_t";
  }
}

}  // namespace

extern "C" {

cublasStatus_t cublasCreate_v2(cublasHandle_t* handle) {
  return blasAlways(__func__, [=](Driver& driver) {
    requireBlas(handle != nullptr, "null pointer for the handle");
    *handle = createBlas(driver);
  });
}

cublasStatus_t cublasDestroy_v2(cublasHandle_t handle) {
  return blasAlways(__func__, [=](Driver& driver) {
    requireBlas(destroyBlas(driver, handle), "no such cuBLAS handle, or it was destroyed",
                CUBLAS_STATUS_NOT_INITIALIZED);
  });
}

cublasStatus_t cublasSetStream_v2(cublasHandle_t handle, CUstream stream) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) { blas.stream = stream; });
}

cublasStatus_t cublasGetStream_v2(cublasHandle_t handle, CUstream* stream) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(stream != nullptr, "null pointer for the stream");
    *stream = blas.stream;
  });
}

cublasStatus_t cublasSetPointerMode_v2(cublasHandle_t handle, int mode) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(mode == CUBLAS_POINTER_MODE_HOST || mode == CUBLAS_POINTER_MODE_DEVICE,
                "no such pointer mode");
    blas.pointer_mode = static_cast<cublasPointerMode_t>(mode);
  });
}

cublasStatus_t cublasGetPointerMode_v2(cublasHandle_t handle, int* mode) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(mode != nullptr, "null pointer for the mode");
    *mode = blas.pointer_mode;
  });
}

cublasStatus_t cublasSetMathMode(cublasHandle_t handle, int mode) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    int base = mode & ~CUBLAS_MATH_DISALLOW_REDUCED_PRECISION_REDUCTION;
    requireBlas(base >= CUBLAS_DEFAULT_MATH && base <= CUBLAS_TF32_TENSOR_OP_MATH,
                "no such math mode");
    blas.math_mode = mode;
  });
}

cublasStatus_t cublasGetMathMode(cublasHandle_t handle, int* mode) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(mode != nullptr, "null pointer for the mode");
    *mode = blas.math_mode;
  });
}

cublasStatus_t cublasSetAtomicsMode(cublasHandle_t handle, int mode) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(mode == 0 || mode == 1, "no such atomics mode");
    blas.atomics_mode = mode;
  });
}

cublasStatus_t cublasGetAtomicsMode(cublasHandle_t handle, int* mode) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(mode != nullptr, "null pointer for the mode");
    *mode = blas.atomics_mode;
  });
}

// The products here need no workspace; that of the caller is checked all the same.
cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t handle, void* workspace, size_t bytes) {
  return blasSetting(__func__, handle, [=](Driver& driver, Blas&) {
    if (workspace == nullptr || bytes == 0) return;
    uintptr_t address = reinterpret_cast<uintptr_t>(workspace);
    requireBlas(address % kWorkspaceAlignment == 0, "the workspace isn't aligned to 256 bytes");
    requireBlas(driver.memory.find(address, bytes) != nullptr,
                "the workspace of " + std::to_string(bytes) + " bytes begins " +
                    driver.memory.describe(address));
  });
}

cublasStatus_t cublasSetSmCountTarget(cublasHandle_t handle, int count) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(count >= 0, "a negative number of multiprocessors");
    blas.multiprocessor_target = count;
  });
}

cublasStatus_t cublasGetSmCountTarget(cublasHandle_t handle, int* count) {
  return blasSetting(__func__, handle, [=](Driver&, Blas& blas) {
    requireBlas(count != nullptr, "null pointer for the number of multiprocessors");
    *count = blas.multiprocessor_target;
  });
}

cublasStatus_t cublasGetVersion_v2(cublasHandle_t handle, int* version) {
  return blasSetting(__func__, handle, [=](Driver&, Blas&) {
    requireBlas(version != nullptr, "null pointer for the version");
    *version = kMajor * 10000 + kMinor * 100 + kPatch;
  });
}

cublasStatus_t cublasGetProperty(int property, int* value) {
  return blasAlways(__func__, [=](Driver&) {
    requireBlas(value != nullptr && property >= 0 && property <= 2, "no such property");
    *value = property == 0 ? kMajor : property == 1 ? kMinor : kPatch;
  });
}

size_t cublasGetCudartVersion() {
  return kMajor * 1000 + kMinor * 10;
}

const char* cublasGetStatusName(int status) {
  return statusName(status);
}

const char* cublasGetStatusString(int status) {
  return statusName(status);
}

}  // extern "C"
