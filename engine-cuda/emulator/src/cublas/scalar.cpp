#include "scalar.h"

#include "../driver/transfer.h"

namespace emulator {

Scalar::Scalar(const BlasCall& call, const char* role, const void* pointer, cudaDataType type)
    : what_(call.name + ", " + role), type_(type) {
  requireBlas(pointer != nullptr, std::string("null pointer for ") + role);
  uintptr_t address = reinterpret_cast<uintptr_t>(pointer);
  bool device_mode = call.blas.pointer_mode == CUBLAS_POINTER_MODE_DEVICE;
  if (device_mode) {
    device_ = address;
    return;
  }
  requireBlas(!call.driver.memory.overlapsArena(address, sizeOf(type)),
              std::string(role) + " is a device pointer, but the pointer mode is that of the host");
  host_ = load<double>(type, address, 0);
}

double Scalar::value(const Driver& driver) const {
  if (device_ == 0) return host_;
  requireLive(driver, what_, device_, sizeOf(type_), false);
  return load<double>(type_, device_, 0);
}

}  // namespace emulator
