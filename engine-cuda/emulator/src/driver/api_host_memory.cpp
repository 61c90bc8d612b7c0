// Page-locked host memory, and what a pointer is.

#include "capture_rules.h"
#include "entry.h"
#include "scheduler.h"

using namespace emulator;

namespace {

constexpr unsigned kAllHostFlags = 15;

const Allocation& pageLockedAt(Driver& driver, const void* host, MemoryKind kind,
                               CUresult otherwise) {
  const Allocation* allocation = driver.memory.find(reinterpret_cast<uintptr_t>(host));
  bool found = allocation != nullptr && allocation->kind == kind &&
               allocation->address == reinterpret_cast<uintptr_t>(host);
  require(found, "not the start of such page-locked host memory", otherwise);
  return *allocation;
}

void allocateHost(Driver& driver, Context& context, void** pointer, size_t bytes, unsigned flags) {
  require(pointer != nullptr && bytes > 0, "null pointer or 0 bytes");
  require(flags <= kAllHostFlags, "unknown flags");
  forbidUnsafeDuringCapture(context, "cuMemHostAlloc");
  uintptr_t address = driver.memory.allocatePageLocked(bytes, flags, &context);
  require(address != 0, "the host has no memory left", CUDA_ERROR_OUT_OF_MEMORY);
  *pointer = reinterpret_cast<void*>(address);
}

}  // namespace

extern "C" {

CUresult cuMemHostAlloc(void** pointer, size_t bytes, unsigned flags) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    allocateHost(driver, context, pointer, bytes, flags);
  });
}

CUresult cuMemAllocHost_v2(void** pointer, size_t bytes) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    allocateHost(driver, context, pointer, bytes, 0);
  });
}

CUresult cuMemFreeHost(void* pointer) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    forbidUnsafeDuringCapture(context, "cuMemFreeHost");
    uintptr_t address =
        pageLockedAt(driver, pointer, MemoryKind::kPageLocked, CUDA_ERROR_INVALID_VALUE).address;
    runAll(context);
    checkFault(context);
    driver.memory.releasePageLocked(address);
  });
}

CUresult cuMemHostRegister_v2(void* pointer, size_t bytes, unsigned flags) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    uintptr_t address = reinterpret_cast<uintptr_t>(pointer);
    require(pointer != nullptr && bytes > 0, "null pointer or 0 bytes");
    require(flags <= kAllHostFlags, "unknown flags");
    require(!driver.memory.overlapsArena(address, bytes), "a device pointer, not host memory");
    forbidUnsafeDuringCapture(context, "cuMemHostRegister");
    driver.memory.forEach([=](const Allocation& other) {
      bool apart =
          other.address + other.bytes <= address || address + bytes <= other.address;
      require(apart, "the host memory is page-locked already",
              CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
    });
    driver.memory.add(address, bytes, MemoryKind::kRegistered, &context);
  });
}

CUresult cuMemHostUnregister(void* pointer) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    forbidUnsafeDuringCapture(context, "cuMemHostUnregister");
    uintptr_t address = pageLockedAt(driver, pointer, MemoryKind::kRegistered,
                                     CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED)
                            .address;
    runAll(context);
    checkFault(context);
    driver.memory.remove(address);
  });
}

CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr* device, void* host, unsigned flags) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(device != nullptr && flags == 0, "null pointer for the device pointer, or flags");
    const Allocation* allocation = driver.memory.find(reinterpret_cast<uintptr_t>(host));
    require(allocation != nullptr && allocation->pageLocked(), "not page-locked host memory");
    *device = reinterpret_cast<CUdeviceptr>(host);
  });
}

CUresult cuMemHostGetFlags(unsigned* flags, void* host) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(flags != nullptr, "null pointer for the flags");
    const Allocation* allocation = driver.memory.find(reinterpret_cast<uintptr_t>(host));
    require(allocation != nullptr && allocation->kind == MemoryKind::kPageLocked,
            "not memory of cuMemHostAlloc");
    *flags = allocation->flags;
  });
}

CUresult cuPointerGetAttribute(void* value, int attribute, CUdeviceptr pointer) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(value != nullptr, "null pointer for the value");
    const Allocation* allocation = driver.memory.find(pointer);
    require(allocation != nullptr, "neither device nor page-locked memory");
    bool host = allocation->pageLocked();
    switch (attribute) {
      case 2: *static_cast<unsigned*>(value) = host ? 1 : 2; return;  // MEMORY_TYPE
      case 3: *static_cast<CUdeviceptr*>(value) = pointer; return;    // DEVICE_POINTER
      case 4:                                                         // HOST_POINTER
        require(host, "device memory has no host pointer");
        *static_cast<CUdeviceptr*>(value) = pointer;
        return;
      case 7: *static_cast<uint64_t*>(value) = allocation->serial; return;      // BUFFER_ID
      case 8: *static_cast<unsigned*>(value) = 0; return;                       // IS_MANAGED
      case 9: *static_cast<int*>(value) = 0; return;                            // DEVICE_ORDINAL
      case 11: *static_cast<CUdeviceptr*>(value) = allocation->address; return; // RANGE_START_ADDR
      case 12: *static_cast<size_t*>(value) = allocation->bytes; return;        // RANGE_SIZE
      case 13: *static_cast<unsigned*>(value) = 1; return;                      // MAPPED
      default: refuse(CUDA_ERROR_NOT_SUPPORTED, "this pointer attribute isn't emulated");
    }
  });
}

}  // extern "C"
