#ifndef EMULATOR_CUBLAS_SCALAR_H_
#define EMULATOR_CUBLAS_SCALAR_H_

#include <string>

#include "blas_entry.h"
#include "number_format.h"

namespace emulator {

// Alpha or beta: in host mode its value at the call, in device mode that at the time the work runs.
class Scalar {
 public:
  Scalar(const BlasCall& call, const char* role, const void* pointer, cudaDataType type);

  // On the device thread; throws DeviceFault where a device scalar can't be read.
  double value(const Driver& driver) const;

 private:
  std::string what_;
  cudaDataType type_;
  uintptr_t device_ = 0;
  double host_ = 0;
};

}  // namespace emulator

#endif  // EMULATOR_CUBLAS_SCALAR_H_
