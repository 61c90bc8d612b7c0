// Device memory: allocation, at once and in stream order.

#include "../device/device_fault.h"
#include "capture_rules.h"
#include "entry.h"
#include "scheduler.h"
#include "transfer.h"

using namespace emulator;

namespace {

CUdeviceptr allocate(Driver& driver, Context& context, size_t bytes, bool pending) {
  require(bytes > 0, "0 bytes can't be allocated");
  uintptr_t address = driver.memory.allocate(bytes, &context, pending);
  if (address == 0) {
    // Frees that are pending in stream order may make room.
    runAll(context);
    checkFault(context);
    address = driver.memory.allocate(bytes, &context, pending);
  }
  if (address == 0) {
    refuse(CUDA_ERROR_OUT_OF_MEMORY,
           std::to_string(bytes) + " bytes were asked for, " +
               std::to_string(driver.memory.limit() - driver.memory.used()) + " of " +
               std::to_string(driver.memory.limit()) + " are free");
  }
  return address;
}

const Allocation& allocationAt(Driver& driver, CUdeviceptr address) {
  const Allocation* allocation = driver.memory.find(address);
  if (allocation == nullptr || allocation->address != address ||
      allocation->kind != MemoryKind::kDevice) {
    refuse(CUDA_ERROR_INVALID_VALUE, "not the start of a device allocation, but " +
                                         driver.memory.describe(address));
  }
  return *allocation;
}

}  // namespace

extern "C" {

CUresult cuMemAlloc_v2(CUdeviceptr* pointer, size_t bytes) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(pointer != nullptr, "null pointer for the device pointer");
    forbidUnsafeDuringCapture(context, "cuMemAlloc");
    *pointer = allocate(driver, context, bytes, false);
  });
}

CUresult cuMemAllocPitch_v2(CUdeviceptr* pointer, size_t* pitch, size_t width, size_t height,
                            unsigned element) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(pointer != nullptr && pitch != nullptr, "null pointer for device pointer or pitch");
    require(element == 4 || element == 8 || element == 16, "element size must be 4, 8 or 16");
    require(width > 0 && height > 0, "0 bytes can't be allocated");
    forbidUnsafeDuringCapture(context, "cuMemAllocPitch");
    size_t row = (width + 511) / 512 * 512;
    *pointer = allocate(driver, context, row * height, false);
    *pitch = row;
  });
}

CUresult cuMemFree_v2(CUdeviceptr pointer) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    if (pointer == 0) return;
    forbidUnsafeDuringCapture(context, "cuMemFree");
    allocationAt(driver, pointer);
    runAll(context);
    checkFault(context);
    driver.memory.release(allocationAt(driver, pointer).address);
  });
}

CUresult cuMemAllocAsync(CUdeviceptr* pointer, size_t bytes, CUstream stream) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(pointer != nullptr, "null pointer for the device pointer");
    StreamPtr queue = streamOf(driver, context, stream);
    require(queue->capture == nullptr, "allocation in a captured graph isn't emulated",
            CUDA_ERROR_NOT_SUPPORTED);
    uintptr_t address = allocate(driver, context, bytes, true);
    submit(context, queue, {NodeType::kEmpty, "stream-ordered allocation",
                            [=, &driver] { driver.memory.activate(address); },
                            {}});
    *pointer = address;
  });
}

CUresult cuMemFreeAsync(CUdeviceptr pointer, CUstream stream) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    if (pointer == 0) return;
    StreamPtr queue = streamOf(driver, context, stream);
    require(queue->capture == nullptr, "freeing in a captured graph isn't emulated",
            CUDA_ERROR_NOT_SUPPORTED);
    uintptr_t address = allocationAt(driver, pointer).address;
    submit(context, queue, {NodeType::kEmpty, "stream-ordered free",
                            [=, &driver] {
                              requireLive(driver, "cuMemFreeAsync", address, 1, true);
                              driver.memory.release(address);
                            },
                            {}});
  });
}

CUresult cuMemGetInfo_v2(size_t* free, size_t* total) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(free != nullptr && total != nullptr, "null pointer for the sizes");
    *total = driver.memory.limit();
    *free = driver.memory.limit() - driver.memory.used();
  });
}

CUresult cuMemGetAddressRange_v2(CUdeviceptr* base, size_t* bytes, CUdeviceptr pointer) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    const Allocation* allocation = driver.memory.find(pointer);
    require(allocation != nullptr, "not in a device allocation", CUDA_ERROR_NOT_FOUND);
    if (base != nullptr) *base = allocation->address;
    if (bytes != nullptr) *bytes = allocation->bytes;
  });
}

}  // extern "C"
