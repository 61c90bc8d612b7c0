#ifndef EMULATOR_DEVICE_PROGRAM_H_
#define EMULATOR_DEVICE_PROGRAM_H_

#include <memory>
#include <string>
#include <vector>

#include "../ptx/ptx_error.h"
#include "device_fault.h"
#include "host_code.h"
#include "launch.h"
#include "memory_map.h"

namespace emulator {

// A PTX module, translated to host code. Nothing here is synchronised: calls for programs that
// share a queue come one at a time.
class Program {
 public:
  // Translates. Throws PtxError for text that isn't understood, or if the host compiler can't be
  // started. The queue must outlive the program.
  static std::unique_ptr<Program> load(const std::string& ptx, CompileQueue& queue);

  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Null where the module has no such kernel. Valid as long as the program.
  const KernelInfo* find(const std::string& kernel) const;
  std::vector<const KernelInfo*> kernels() const;

  // Null where the module has no such variable. Valid as long as the program. Kernels of this
  // program may access its variables whether or not the memory map knows them.
  Variable* variable(const std::string& name);
  std::vector<Variable*> variables();

  // Compiles the kernels, with those of programs that wait in the queue, through the on-disk
  // cache (EMULATED_CUDA_CACHE), unless that has been done. Throws PtxError for what the host
  // compiler refuses.
  void prepare();

  // Prepares, then runs the whole grid on the calling thread. Throws PtxError as prepare does, and
  // DeviceFault; memory then holds what had been written by that time.
  void launch(const KernelInfo& kernel, const Launch& launch, const MemoryMap& memory);

 private:
  struct State;
  explicit Program(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_PROGRAM_H_
