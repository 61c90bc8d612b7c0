#ifndef EMULATOR_DRIVER_MODULE_H_
#define EMULATOR_DRIVER_MODULE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../device/program.h"
#include "cuda_types.h"

namespace emulator {

class Context;

struct Module {
  Context* context = nullptr;
  std::unique_ptr<Program> program;
  bool unloaded = false;
  std::vector<uintptr_t> variables;
  std::map<std::string, CUfunction> functions;
};

struct Function {
  std::shared_ptr<Module> module;
  CUmodule module_handle = nullptr;
  const KernelInfo* kernel = nullptr;
  // cuFuncSetAttribute may raise it; CUDA's default is what fits without opting in.
  size_t max_dynamic_shared = 48 << 10;
  int shared_carveout = -1;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_MODULE_H_
