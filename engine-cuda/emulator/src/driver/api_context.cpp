// Contexts: created ones, the primary one, and which is current on a thread.

#include <map>

#include "capture_rules.h"
#include "device_properties.h"
#include "entry.h"
#include "scheduler.h"

using namespace emulator;

namespace {

// CUlimit's values, with what CUDA has for each by default.
const std::map<int, size_t> kLimits{{0, 1024}, {1, 1 << 20}, {2, 8 << 20}, {5, 128}, {6, 0}};

constexpr int kLowestPriority = 0;
constexpr int kHighestPriority = -5;

void requireDevice(CUdevice device) {
  require(device == 0, "the emulated device is number 0, the only one", CUDA_ERROR_INVALID_DEVICE);
}

std::shared_ptr<Context> contextOf(Driver& driver, CUcontext handle) {
  std::shared_ptr<Context> context = driver.contexts.find(handle);
  require(context != nullptr, "no such context, or it was destroyed", CUDA_ERROR_INVALID_CONTEXT);
  return context;
}

void releasePrimary(Driver& driver) {
  driver.destroyContext(driver.primary);
  driver.primary = nullptr;
}

}  // namespace

extern "C" {

CUresult cuCtxCreate_v2(CUcontext* context, unsigned flags, CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(context != nullptr, "null pointer for the context");
    *context = driver.createContext(flags, false);
    Driver::currentContexts().push_back(*context);
  });
}

CUresult cuCtxDestroy_v2(CUcontext handle) {
  return initialised(__func__, [=](Driver& driver) {
    std::shared_ptr<Context> context = contextOf(driver, handle);
    require(!context->primary, "the primary context is released, not destroyed",
            CUDA_ERROR_INVALID_CONTEXT);
    driver.destroyContext(handle);
    if (Driver::current() == handle) Driver::currentContexts().pop_back();
  });
}

CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(context != nullptr, "null pointer for the context");
    if (driver.primary == nullptr) {
      driver.primary = driver.createContext(driver.primary_flags, true);
    }
    ++driver.primary_references;
    *context = driver.primary;
  });
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(driver.primary_references > 0, "the primary context wasn't retained",
            CUDA_ERROR_INVALID_CONTEXT);
    if (--driver.primary_references == 0) releasePrimary(driver);
  });
}

CUresult cuDevicePrimaryCtxReset_v2(CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    if (driver.primary == nullptr) return;
    releasePrimary(driver);
    // Who retained it still holds it, empty and usable once made current again.
    if (driver.primary_references > 0) {
      driver.primary = driver.createContext(driver.primary_flags, true);
    }
  });
}

CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned* flags, int* active) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    if (flags != nullptr) *flags = driver.primary_flags;
    if (active != nullptr) *active = driver.primary != nullptr ? 1 : 0;
  });
}

CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned flags) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    driver.primary_flags = flags;
  });
}

CUresult cuCtxSetCurrent(CUcontext handle) {
  return initialised(__func__, [=](Driver& driver) {
    auto& contexts = Driver::currentContexts();
    if (!contexts.empty()) contexts.pop_back();
    if (handle == nullptr) return;
    contextOf(driver, handle);
    contexts.push_back(handle);
  });
}

CUresult cuCtxGetCurrent(CUcontext* context) {
  return initialised(__func__, [=](Driver&) {
    require(context != nullptr, "null pointer for the context");
    *context = Driver::current();
  });
}

CUresult cuCtxPushCurrent_v2(CUcontext handle) {
  return initialised(__func__, [=](Driver& driver) {
    contextOf(driver, handle);
    Driver::currentContexts().push_back(handle);
  });
}

CUresult cuCtxPopCurrent_v2(CUcontext* context) {
  return initialised(__func__, [=](Driver&) {
    auto& contexts = Driver::currentContexts();
    require(!contexts.empty(), "no context is current on this thread",
            CUDA_ERROR_INVALID_CONTEXT);
    if (context != nullptr) *context = contexts.back();
    contexts.pop_back();
  });
}

CUresult cuCtxGetDevice(CUdevice* device) {
  return inContext(__func__, [=](Driver&, Context&) {
    require(device != nullptr, "null pointer for the device");
    *device = 0;
  });
}

CUresult cuCtxGetFlags(unsigned* flags) {
  return inContext(__func__, [=](Driver&, Context& context) {
    require(flags != nullptr, "null pointer for the flags");
    *flags = context.flags;
  });
}

CUresult cuCtxGetId(CUcontext handle, unsigned long long* id) {
  return initialised(__func__, [=](Driver& driver) {
    require(id != nullptr, "null pointer for the id");
    *id = contextOf(driver, handle == nullptr ? Driver::current() : handle)->id;
  });
}

CUresult cuCtxGetApiVersion(CUcontext handle, unsigned* version) {
  return initialised(__func__, [=](Driver& driver) {
    require(version != nullptr, "null pointer for the version");
    contextOf(driver, handle == nullptr ? Driver::current() : handle);
    *version = kDriverVersion;
  });
}

CUresult cuCtxSynchronize() {
  return inContext(__func__, [](Driver&, Context& context) {
    forbidWaitingForAnyCapture(context);
    runAll(context);
    checkFault(context);
  });
}

CUresult cuCtxGetLimit(size_t* value, int limit) {
  return inContext(__func__, [=](Driver&, Context& context) {
    require(value != nullptr, "null pointer for the limit");
    auto fallback = kLimits.find(limit);
    require(fallback != kLimits.end(), "no such limit", CUDA_ERROR_UNSUPPORTED_LIMIT);
    auto chosen = context.limits.find(limit);
    *value = chosen == context.limits.end() ? fallback->second : chosen->second;
  });
}

CUresult cuCtxSetLimit(int limit, size_t value) {
  return inContext(__func__, [=](Driver&, Context& context) {
    require(kLimits.count(limit) == 1, "no such limit", CUDA_ERROR_UNSUPPORTED_LIMIT);
    context.limits[limit] = value;
  });
}

CUresult cuCtxGetStreamPriorityRange(int* lowest, int* highest) {
  return inContext(__func__, [=](Driver&, Context&) {
    if (lowest != nullptr) *lowest = kLowestPriority;
    if (highest != nullptr) *highest = kHighestPriority;
  });
}

CUresult cuCtxGetCacheConfig(int* config) {
  return inContext(__func__, [=](Driver&, Context&) {
    require(config != nullptr, "null pointer for the cache configuration");
    *config = 0;
  });
}

CUresult cuCtxSetCacheConfig(int) {
  return inContext(__func__, [](Driver&, Context&) {});
}

}  // extern "C"
