#include "blas_entry.h"

// What the build generates a weak definition around for each name in imports.txt; the functions
// that the emulated device has replace theirs. Says which function is missing.
extern "C" int emulatedCublasUnsupported(const char* function) {
  return emulator::blasAlways(function, [=](emulator::Driver&) {
    emulator::requireBlas(false, std::string(function) + " isn't emulated",
                          CUBLAS_STATUS_NOT_SUPPORTED);
  });
}
