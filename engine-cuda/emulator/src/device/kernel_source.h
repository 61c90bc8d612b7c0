#ifndef EMULATOR_DEVICE_KERNEL_SOURCE_H_
#define EMULATOR_DEVICE_KERNEL_SOURCE_H_

#include <string>

namespace emulator {

// The text of kernel_abi.h and its sisters, ready to be put before translated code.
const std::string& kernel_prelude();

}  // namespace emulator

#endif  // EMULATOR_DEVICE_KERNEL_SOURCE_H_
