#include "unsupported.h"

#include <string>

#include "entry.h"

extern "C" int emulatedCudaUnsupported(const char* function) {
  return emulator::always(function, [=](emulator::Driver& driver) {
    std::string reason = std::string(function) + " isn't emulated";
    driver.log.problem(reason);
    emulator::refuse(CUDA_ERROR_NOT_SUPPORTED, reason);
  });
}
