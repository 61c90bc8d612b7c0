#ifndef EMULATOR_DRIVER_UNSUPPORTED_H_
#define EMULATOR_DRIVER_UNSUPPORTED_H_

// What the build generates a weak definition around for each name in imports.txt; the functions
// that the emulated device has replace theirs. Says which function is missing.
extern "C" int emulatedCudaUnsupported(const char* function);

#endif  // EMULATOR_DRIVER_UNSUPPORTED_H_
