#ifndef EMULATOR_DEVICE_HOST_CODE_H_
#define EMULATOR_DEVICE_HOST_CODE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "grid_task.h"
#include "host_compiler.h"

namespace emulator {

class CompileQueue;

// The host code of one module: source until a kernel is first needed, then a shared object.
class HostCode {
 public:
  // The code stands within namespace emulator::kernel and defines the functions. The queue must
  // outlive it.
  HostCode(CompileQueue& queue, const std::string& code, const std::vector<std::string>& functions);
  ~HostCode();
  HostCode(const HostCode&) = delete;
  HostCode& operator=(const HostCode&) = delete;

  // Compiles it, with what waits in the queue (32 at most), unless that has been done. Throws
  // std::runtime_error with what the host compiler or the loader says.
  void prepare();

  // In the constructor's order, of prepared code.
  KernelFunction function(size_t index) const;

 private:
  friend class CompileQueue;

  struct CloseLibrary {
    void operator()(void* handle) const;
  };

  void open(const std::string& path);

  CompileQueue& queue_;
  HostSource source_;
  std::unique_ptr<void, CloseLibrary> library_;
  // The table that the object exports; null until it is loaded.
  const KernelFunction* functions_ = nullptr;
};

// Code that waits to be compiled. To start the host compiler and its linker takes several times as
// long as to compile a small module, so modules that are loaded before one of them is launched, as
// those of a network are, are compiled in one go. Nothing is synchronised: of what shares a queue,
// one is made, prepared or destroyed at a time.
class CompileQueue {
 private:
  friend class HostCode;

  void add(HostCode& code);
  void remove(HostCode& code);
  void compile(HostCode& wanted);

  std::vector<HostCode*> waiting_;
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_HOST_CODE_H_
