#ifndef EMULATOR_DEVICE_HOST_COMPILER_H_
#define EMULATOR_DEVICE_HOST_COMPILER_H_

#include <string>

namespace emulator {

// A 128-bit FNV-1a hash, in hexadecimal: for names and integrity, not against adversaries.
std::string hash_of(const std::string& text);

// The path of a shared object compiled from C++17 source: from the on-disk cache, or by the host
// compiler (EMULATED_CUDA_CXX, default g++). The cache is the directory EMULATED_CUDA_CACHE, by
// default one of the user's own below the temporary directory. A file's name is the hash of source,
// options and compiler version; it ends with its own hash, and a damaged one is compiled afresh.
// Throws std::runtime_error with the compiler's messages.
std::string compiled(const std::string& source);

}  // namespace emulator

#endif  // EMULATOR_DEVICE_HOST_COMPILER_H_
