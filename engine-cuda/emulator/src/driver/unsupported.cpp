#include <string>

#include "entry.h"

// What the build generates a weak definition around for each name in imports.txt; the functions
// that the emulated device has replace theirs. Says which function is missing.
extern "C" int emulatedCudaUnsupported(const char* function) {
  return emulator::always(function, [=](emulator::Driver& driver) {
    std::string reason = std::string(function) + " isn't emulated";
    driver.log.problem(reason);
    emulator::refuse(CUDA_ERROR_NOT_SUPPORTED, reason);
  });
}
