#ifndef EMULATOR_DRIVER_OPTIONS_H_
#define EMULATOR_DRIVER_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "../device/launch.h"

namespace emulator {

// What a person sets. README.md explains each variable.
struct Options {
  ThreadOrder order = ThreadOrder::kForward;
  uint64_t seed = 1;
  // Run work when it is enqueued instead of when a synchronisation demands it.
  bool eager = false;
  // Refuse asynchronous copies from and to memory that isn't page-locked, instead of staging them.
  bool refuse_pageable = false;
  size_t memory_bytes = size_t{2048} << 20;
  int capability_major = 9;
  int capability_minor = 0;
  // Empty: no log. "1" or "stderr", else a file to append to.
  std::string log;

  // Reads EMULATED_CUDA_*. Throws std::invalid_argument that names variable, value and choices.
  static Options fromEnvironment();

  // One option by the name that its variable has after "EMULATED_CUDA_". Throws as above.
  void set(const std::string& name, const std::string& value);
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_OPTIONS_H_
