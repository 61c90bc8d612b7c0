#ifndef EMULATOR_DEVICE_GRID_TASK_H_
#define EMULATOR_DEVICE_GRID_TASK_H_

#include <vector>

#include "../ptx/translation.h"
#include "kernel_abi.h"
#include "launch.h"
#include "memory_map.h"

namespace emulator {

using KernelFunction = void (*)(kernel::Thread*);

// Everything that stays the same while a grid runs.
struct GridTask {
  const ptx::Translation& translation;
  const ptx::Kernel& kernel;
  KernelFunction function;
  const std::vector<Variable>& variables;
  const std::vector<kernel::u8*>& variable_addresses;
  const Launch& launch;
  const MemoryMap& memory;
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_GRID_TASK_H_
