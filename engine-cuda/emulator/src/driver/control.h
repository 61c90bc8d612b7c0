#ifndef EMULATOR_DRIVER_CONTROL_H_
#define EMULATOR_DRIVER_CONTROL_H_

#include <cstddef>

#include "cuda_types.h"

namespace emulator {

// The channel through which a test steers the emulated device with nothing but the driver API, so
// that any binding of it will do: cuModuleGetGlobal with a null module, which is an error on a real
// device, and one of these names. Every answer is a number, returned as the "size".
//
//   emulated-device:present                        1
//   emulated-device:fail:<function>:<n>:<code>     the n-th call from now returns the code
//   emulated-device:fail:<function>:<n>+:<code>    and every later one
//   emulated-device:reset                          forgets planned failures, and all counts below
//                                                  that aren't of things alive
//   emulated-device:counter:<name>                 see README.md for the names
//   emulated-device:calls:<function>               calls since the last reset
//   emulated-device:set:<option>=<value>           as the variable EMULATED_CUDA_<option>
bool isControlMessage(const char* name);

CUresult control(CUdeviceptr* address, size_t* answer, const char* name);

}  // namespace emulator

// The same for C and C++ callers.
extern "C" {
int emulatedCudaFailAt(const char* function, unsigned long long n, int code);
void emulatedCudaReset();
// -1 for a name that isn't a counter.
long long emulatedCudaCounter(const char* name);
}

#endif  // EMULATOR_DRIVER_CONTROL_H_
