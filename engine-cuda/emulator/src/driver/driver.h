#ifndef EMULATOR_DRIVER_DRIVER_H_
#define EMULATOR_DRIVER_DRIVER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "context.h"
#include "device_memory.h"
#include "device_thread.h"
#include "failure_plan.h"
#include "handle_table.h"
#include "log.h"
#include "module.h"
#include "options.h"

namespace emulator {

// All state of the emulated driver in this process: one device, and what was created on it. One
// lock, taken by every call, guards it.
class Driver {
 public:
  // Made at the first call and never destroyed, as threads may call while the process exits.
  static Driver& get();

  std::mutex mutex;
  bool initialised = false;
  // Why the environment wasn't understood; cuInit refuses then.
  std::string options_error;
  Options options;
  Log log;
  FailurePlan failures;
  DeviceMemory memory;
  DeviceThread device;
  CompileQueue compile_queue;

  HandleTable<CUcontext, Context> contexts{1};
  HandleTable<CUstream, Stream> streams{2};
  HandleTable<CUevent, Event> events{3};
  HandleTable<CUmodule, Module> modules{4};
  HandleTable<CUfunction, Function> functions{5};
  HandleTable<CUgraph, Graph> graphs{6};
  HandleTable<CUgraphExec, const Graph> graph_executables{7};

  CUcontext primary = nullptr;
  unsigned primary_references = 0;
  unsigned primary_flags = 0;

  // Counted over the process's life, or since the last reset through the control channel.
  uint64_t launches = 0;
  uint64_t graph_launches = 0;
  uint64_t operations = 0;
  uint64_t pageable_copies = 0;
  // Other libraries of the emulated device report their live objects here.
  std::map<std::string, int64_t> external_counters;

  // For cuGetErrorString: why a code was last returned.
  std::map<int, std::string> explanations;

  // What every thread has made current, innermost last.
  static std::vector<CUcontext>& currentContexts();
  // The handle that is current on this thread, or null.
  static CUcontext current();

  CUcontext createContext(unsigned flags, bool primary);
  // Runs what is pending, then destroys all that belongs to it.
  void destroyContext(CUcontext handle);

 private:
  Driver();
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_DRIVER_H_
