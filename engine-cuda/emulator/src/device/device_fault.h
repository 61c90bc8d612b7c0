#ifndef EMULATOR_DEVICE_DEVICE_FAULT_H_
#define EMULATOR_DEVICE_DEVICE_FAULT_H_

#include <stdexcept>
#include <string>

namespace emulator {

// CUDA driver error codes that a launch can end with (cuda.h's CUresult).
enum class FaultCode {
  kInvalidValue = 1,
  kIllegalAddress = 700,
  kOutOfResources = 701,
  kLaunchTimeout = 702,
  kAssert = 710,
  kIllegalInstruction = 715,
  kMisalignedAddress = 716,
  kLaunchFailed = 719,
};

// A kernel that went wrong. The message names kernel, block, thread, address, nearest allocation.
class DeviceFault : public std::runtime_error {
 public:
  DeviceFault(FaultCode code, const std::string& message)
      : std::runtime_error(message), code_(code) {}

  // The CUresult that the driver reports, and keeps reporting where CUDA calls it sticky.
  int cu_error_code() const { return static_cast<int>(code_); }

 private:
  FaultCode code_;
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_DEVICE_FAULT_H_
