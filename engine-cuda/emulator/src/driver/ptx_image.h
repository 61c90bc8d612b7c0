#ifndef EMULATOR_DRIVER_PTX_IMAGE_H_
#define EMULATOR_DRIVER_PTX_IMAGE_H_

#include <string>

#include "options.h"

namespace emulator {

// The PTX text of a module image that cuModuleLoadData was given. Refuses cubins and fat binaries
// (there is no machine to run their code), and PTX that a driver of this version, or a device of
// this capability, would refuse.
std::string ptxOf(const void* image, const Options& options);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_PTX_IMAGE_H_
