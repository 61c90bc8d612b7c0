#ifndef EMULATOR_DEVICE_LAUNCH_H_
#define EMULATOR_DEVICE_LAUNCH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace emulator {

struct Dim3 {
  unsigned x = 1;
  unsigned y = 1;
  unsigned z = 1;
};

// In which order the blocks of a grid, and the threads of a block between two waits, are run. A
// kernel that is right gives the same result in each.
enum class ThreadOrder { kForward, kReverse, kRandom };

struct Launch {
  Dim3 grid;
  Dim3 block;
  size_t dynamic_shared = 0;
  // All parameters at their offsets, KernelInfo::parameter_bytes() long.
  std::vector<unsigned char> parameters;
  ThreadOrder order = ThreadOrder::kForward;
  // For kRandom alone.
  uint64_t seed = 0;
};

struct Parameter {
  size_t offset = 0;
  size_t size = 0;
  size_t alignment = 1;
};

struct KernelInfo {
  std::string name;
  std::vector<Parameter> parameters;
  size_t static_shared = 0;
  // From .maxntid or .reqntid (__launch_bounds__), else 1024.
  unsigned max_threads = 1024;
  // Bytes of local memory (arrays and spilled registers) that a thread uses.
  size_t local_bytes = 0;

  size_t parameter_bytes() const {
    return parameters.empty() ? 0 : parameters.back().offset + parameters.back().size;
  }
};

// A module-scope .global or .const variable. It lives as long as its Program.
struct Variable {
  std::string name;
  uintptr_t address = 0;
  size_t size = 0;
  // .const: kernels may not write it; copies from the host may.
  bool constant = false;
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_LAUNCH_H_
