#ifndef EMULATOR_DEVICE_HOST_COMPILER_H_
#define EMULATOR_DEVICE_HOST_COMPILER_H_

#include <string>
#include <vector>

namespace emulator {

// A 128-bit FNV-1a hash, in hexadecimal: for names and integrity, not against adversaries.
std::string hash_of(const std::string& text);

// C++17 that may stand beside other sources in one file, behind a prelude common to all.
struct HostSource {
  // Tells it from all others: source_key of the prelude and what the text was made from.
  std::string key;
  std::string text;
};

// The hash of a text, the compiler's options and its version.
std::string source_key(const std::string& text);

// Compiles those sources that the on-disk cache lacks, by one run of the host compiler
// (EMULATED_CUDA_CXX, default g++). The cache is the directory EMULATED_CUDA_CACHE, by default one
// of the user's own below the temporary directory. A file's name is a source's key, and sources
// that were compiled together are one file under several names; it ends with its own hash, and a
// damaged one is compiled afresh. Throws std::runtime_error with the compiler's messages; they name
// the text, which is kept if it is that of one source.
void compile(const std::string& prelude, const std::vector<const HostSource*>& sources);

// The path of the shared object that holds a source, which is compiled alone if the cache lacks it.
std::string compiled(const std::string& prelude, const HostSource& source);

}  // namespace emulator

#endif  // EMULATOR_DEVICE_HOST_COMPILER_H_
