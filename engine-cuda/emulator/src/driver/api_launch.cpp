// Kernel launches, functions' attributes, occupancy.

#include <algorithm>

#include "../device/device_fault.h"
#include "device_properties.h"
#include "entry.h"
#include "launch_rules.h"
#include "scheduler.h"

using namespace emulator;

namespace {

// CUfunction_attribute's values.
enum FunctionAttribute {
  kMaxThreadsPerBlock = 0,
  kSharedSizeBytes = 1,
  kConstSizeBytes = 2,
  kLocalSizeBytes = 3,
  kNumRegs = 4,
  kPtxVersion = 5,
  kBinaryVersion = 6,
  kCacheModeCa = 7,
  kMaxDynamicSharedSizeBytes = 8,
  kPreferredSharedCarveout = 9,
};

std::shared_ptr<Function> functionOf(Driver& driver, CUfunction handle) {
  std::shared_ptr<Function> function = driver.functions.find(handle);
  require(function != nullptr, "no such function, or its module was unloaded",
          CUDA_ERROR_INVALID_HANDLE);
  return function;
}

// Compiles the host code, if this is the module's first launch: here it can still be refused.
void prepare(Driver& driver, const Function& function) {
  try {
    function.module->program->prepare();
  } catch (const PtxError& problem) {
    driver.log.problem(problem.what());
    refuse(CUDA_ERROR_INVALID_PTX, problem.what());
  }
}

void run(Driver& driver, const Function& function, Launch launch) {
  const std::string& name = function.kernel->name;
  if (function.module->unloaded) {
    throw DeviceFault(FaultCode::kLaunchFailed, "kernel " + name + ": its module was unloaded");
  }
  launch.order = driver.options.order;
  launch.seed = driver.options.seed + driver.launches;
  ++driver.launches;
  function.module->program->launch(*function.kernel, launch, driver.memory);
}

int attributeOf(const Function& function, int attribute, const Options& options) {
  int architecture = options.capability_major * 10 + options.capability_minor;
  switch (attribute) {
    case kMaxThreadsPerBlock: return static_cast<int>(function.kernel->max_threads);
    case kSharedSizeBytes: return static_cast<int>(function.kernel->static_shared);
    case kLocalSizeBytes: return static_cast<int>(function.kernel->local_bytes);
    case kConstSizeBytes:
    case kNumRegs:  // there is no machine code to ask
    case kCacheModeCa: return 0;
    case kPtxVersion:
    case kBinaryVersion: return architecture;
    case kMaxDynamicSharedSizeBytes: return static_cast<int>(function.max_dynamic_shared);
    case kPreferredSharedCarveout: return function.shared_carveout;
    default: refuse(CUDA_ERROR_INVALID_VALUE, "no such function attribute");
  }
}

void setAttribute(Function& function, int attribute, int value, const Options& options) {
  if (attribute == kPreferredSharedCarveout) {
    require(value >= -1 && value <= 100, "the carve-out is -1 or a percentage");
    function.shared_carveout = value;
    return;
  }
  require(attribute == kMaxDynamicSharedSizeBytes, "this function attribute can't be set");
  int optin = limitsOf(options).shared_per_block_optin;
  int allowed = optin - static_cast<int>(function.kernel->static_shared);
  if (value < 0 || value > allowed) {
    refuse(CUDA_ERROR_INVALID_VALUE, "kernel " + function.kernel->name + ": " +
                                         std::to_string(value) +
                                         " bytes of dynamic shared memory, at most " +
                                         std::to_string(allowed));
  }
  function.max_dynamic_shared = static_cast<size_t>(value);
}

CUresult bestBlock(const char* symbol, int* grid, int* block, CUfunction handle,
                   CUoccupancyB2DSize shared_of, size_t dynamic_shared, int limit) {
  return inContext(symbol, [=](Driver& driver, Context&) {
    std::shared_ptr<Function> function = functionOf(driver, handle);
    require(grid != nullptr && block != nullptr, "null pointer for grid or block size");
    int largest = static_cast<int>(function->kernel->max_threads);
    if (limit > 0) largest = std::min(largest, limit);
    int best_threads = 0;
    *grid = *block = 0;
    for (int size = largest; size > 0; size -= size % 32 == 0 ? 32 : size % 32) {
      size_t shared = shared_of != nullptr ? shared_of(size) : dynamic_shared;
      int blocks = blocksPerMultiprocessor(*function, size, shared, driver.options);
      if (blocks * size <= best_threads) continue;
      best_threads = blocks * size;
      *block = size;
      *grid = blocks * deviceAttribute(16, driver.options);
    }
  });
}

CUresult activeBlocks(const char* symbol, int* blocks, CUfunction handle, int block,
                      size_t dynamic_shared) {
  return inContext(symbol, [=](Driver& driver, Context&) {
    std::shared_ptr<Function> function = functionOf(driver, handle);
    require(blocks != nullptr && block > 0, "null pointer, or an empty block");
    *blocks = blocksPerMultiprocessor(*function, block, dynamic_shared, driver.options);
  });
}

}  // namespace

extern "C" {

CUresult cuLaunchKernel(CUfunction handle, unsigned grid_x, unsigned grid_y, unsigned grid_z,
                        unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared,
                        CUstream stream, void** parameters, void** extra) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    std::shared_ptr<Function> function = functionOf(driver, handle);
    StreamPtr queue = streamOf(driver, context, stream);
    Launch launch;
    launch.grid = {grid_x, grid_y, grid_z};
    launch.block = {block_x, block_y, block_z};
    launch.dynamic_shared = shared;
    checkLaunch(*function, launch.grid, launch.block, shared, driver.options);
    launch.parameters = gatherParameters(*function->kernel, parameters, extra);
    prepare(driver, *function);
    submit(context, queue,
           {NodeType::kKernel, "kernel " + function->kernel->name,
            [&driver, function, launch] { run(driver, *function, launch); },
            {}});
  });
}

CUresult cuFuncGetAttribute(int* value, int attribute, CUfunction handle) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(value != nullptr, "null pointer for the attribute's value");
    *value = attributeOf(*functionOf(driver, handle), attribute, driver.options);
  });
}

CUresult cuFuncSetAttribute(CUfunction handle, int attribute, int value) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    setAttribute(*functionOf(driver, handle), attribute, value, driver.options);
  });
}

CUresult cuFuncSetCacheConfig(CUfunction handle, int) {
  return inContext(__func__, [=](Driver& driver, Context&) { functionOf(driver, handle); });
}

CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, CUfunction handle, int block,
                                                     size_t dynamic_shared) {
  return activeBlocks(__func__, blocks, handle, block, dynamic_shared);
}

CUresult cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, CUfunction handle,
                                                              int block, size_t dynamic_shared,
                                                              unsigned) {
  return activeBlocks(__func__, blocks, handle, block, dynamic_shared);
}

CUresult cuOccupancyMaxPotentialBlockSize(int* grid, int* block, CUfunction handle,
                                          CUoccupancyB2DSize shared_of, size_t dynamic_shared,
                                          int limit) {
  return bestBlock(__func__, grid, block, handle, shared_of, dynamic_shared, limit);
}

CUresult cuOccupancyMaxPotentialBlockSizeWithFlags(int* grid, int* block, CUfunction handle,
                                                   CUoccupancyB2DSize shared_of,
                                                   size_t dynamic_shared, int limit, unsigned) {
  return bestBlock(__func__, grid, block, handle, shared_of, dynamic_shared, limit);
}

CUresult cuOccupancyAvailableDynamicSMemPerBlock(size_t* bytes, CUfunction handle, int blocks,
                                                 int block) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    std::shared_ptr<Function> function = functionOf(driver, handle);
    require(bytes != nullptr && blocks > 0 && block > 0, "null pointer, or an empty launch");
    Limits limits = limitsOf(driver.options);
    int each = limits.shared_per_multiprocessor / blocks - limits.reserved_shared_per_block;
    int left = std::min(each, limits.shared_per_block_optin) -
               static_cast<int>(function->kernel->static_shared);
    *bytes = static_cast<size_t>(std::max(left, 0));
  });
}

}  // extern "C"
