#ifndef EMULATOR_DEVICE_DEVICE_PRINT_H_
#define EMULATOR_DEVICE_DEVICE_PRINT_H_

#include <string>

namespace emulator {

// What a kernel's printf prints. The arguments lie one after the other, each aligned to its size:
// int and char in 4 bytes, all else in 8.
std::string format_device_text(const char* format, const unsigned char* arguments);

}  // namespace emulator

#endif  // EMULATOR_DEVICE_DEVICE_PRINT_H_
