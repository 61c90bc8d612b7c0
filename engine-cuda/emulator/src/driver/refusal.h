#ifndef EMULATOR_DRIVER_REFUSAL_H_
#define EMULATOR_DRIVER_REFUSAL_H_

#include <stdexcept>
#include <string>

#include "cuda_types.h"

namespace emulator {

// Ends a call with a code. The reason goes to the log and to cuGetErrorString; may be empty.
class Refusal : public std::runtime_error {
 public:
  Refusal(CUresult code, const std::string& reason) : std::runtime_error(reason), code_(code) {}
  CUresult code() const { return code_; }

 private:
  CUresult code_;
};

[[noreturn]] inline void refuse(CUresult code, const std::string& reason) {
  throw Refusal(code, reason);
}

inline void require(bool condition, const char* reason,
                    CUresult otherwise = CUDA_ERROR_INVALID_VALUE) {
  if (!condition) refuse(otherwise, reason);
}

}  // namespace emulator

#endif  // EMULATOR_DRIVER_REFUSAL_H_
