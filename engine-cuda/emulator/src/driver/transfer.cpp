#include "transfer.h"

#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

#include "../device/device_fault.h"
#include "entry.h"
#include "scheduler.h"

namespace emulator {
namespace {

std::string hex(uintptr_t address) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%zx", static_cast<size_t>(address));
  return text;
}

std::string copyName(const char* direction, size_t bytes) {
  return std::string("copy ") + direction + " of " + std::to_string(bytes) + " bytes";
}

// True if the host range is page-locked, false if pageable. Refuses what is neither wholly.
bool hostIsPageLocked(const Driver& driver, const void* host, size_t bytes) {
  uintptr_t address = reinterpret_cast<uintptr_t>(host);
  require(host != nullptr, "null pointer for the host memory");
  require(!driver.memory.overlapsArena(address, bytes),
          "a device pointer was given as the host memory");
  const Allocation* allocation = driver.memory.find(address);
  if (allocation == nullptr || !allocation->pageLocked()) return false;
  require(driver.memory.find(address, bytes) != nullptr,
          "the copy goes past the end of its page-locked host memory");
  return true;
}

void acceptPageable(Driver& driver, const Stream& stream) {
  ++driver.pageable_copies;
  if (stream.capture != nullptr) {
    stream.capture->invalid = true;
    refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED,
           "a copy from or to pageable host memory can't be captured; use page-locked memory");
  }
  require(!driver.options.refuse_pageable,
          "the host memory of an asynchronous copy isn't page-locked "
          "(EMULATED_CUDA_PAGEABLE=refuse); allocate it with cuMemHostAlloc");
}

}  // namespace

void requireLive(const Driver& driver, const std::string& what, uintptr_t address, size_t bytes,
                 bool write) {
  bool allowed =
      write ? driver.memory.writable(address, bytes) : driver.memory.readable(address, bytes);
  if (allowed) return;
  throw DeviceFault(FaultCode::kIllegalAddress,
                    what + ": " + (write ? "writes " : "reads ") + std::to_string(bytes) +
                        " bytes at " + hex(address) + ", " + driver.memory.describe(address));
}

void requireDeviceRange(const Driver& driver, const char* role, CUdeviceptr address,
                        size_t bytes) {
  if (driver.memory.find(address, bytes) != nullptr) return;
  refuse(CUDA_ERROR_INVALID_VALUE,
         std::string(role) + ", " + std::to_string(bytes) + " bytes at " + hex(address) +
             ", isn't in one device allocation: it is " + driver.memory.describe(address));
}

void copyToDevice(Driver& driver, Context& context, const StreamPtr& stream, CUdeviceptr target,
                  const void* source, size_t bytes, bool asynchronous) {
  if (bytes == 0) return;
  requireDeviceRange(driver, "the target", target, bytes);
  bool page_locked = hostIsPageLocked(driver, source, bytes);
  std::string what = copyName("to the device", bytes);
  auto write = [=, &driver](const void* from) {
    requireLive(driver, what, target, bytes, true);
    std::memmove(reinterpret_cast<void*>(target), from, bytes);
  };
  if (page_locked) {
    submit(context, stream, {NodeType::kMemcpy, what, [=, &driver] {
                               requireLive(driver, what, reinterpret_cast<uintptr_t>(source),
                                           bytes, false);
                               write(source);
                             },
                             {}});
    if (!asynchronous) waitFor(context, stream);
    return;
  }
  if (asynchronous) acceptPageable(driver, *stream);
  auto staged = std::make_shared<std::string>(static_cast<const char*>(source), bytes);
  submit(context, stream, {NodeType::kMemcpy, what, [=] { write(staged->data()); }, {}});
}

void copyFromDevice(Driver& driver, Context& context, const StreamPtr& stream, void* target,
                    CUdeviceptr source, size_t bytes, bool asynchronous) {
  if (bytes == 0) return;
  requireDeviceRange(driver, "the source", source, bytes);
  bool page_locked = hostIsPageLocked(driver, target, bytes);
  if (asynchronous && !page_locked) acceptPageable(driver, *stream);
  std::string what = copyName("from the device", bytes);
  submit(context, stream, {NodeType::kMemcpy, what, [=, &driver] {
                             requireLive(driver, what, source, bytes, false);
                             if (page_locked) {
                               requireLive(driver, what, reinterpret_cast<uintptr_t>(target),
                                           bytes, true);
                             }
                             std::memmove(target, reinterpret_cast<void*>(source), bytes);
                           },
                           {}});
  if (!asynchronous || !page_locked) waitFor(context, stream);
}

void copyOnDevice(Driver& driver, Context& context, const StreamPtr& stream, CUdeviceptr target,
                  CUdeviceptr source, size_t bytes) {
  if (bytes == 0) return;
  requireDeviceRange(driver, "the target", target, bytes);
  requireDeviceRange(driver, "the source", source, bytes);
  std::string what = copyName("on the device", bytes);
  submit(context, stream, {NodeType::kMemcpy, what, [=, &driver] {
                             requireLive(driver, what, source, bytes, false);
                             requireLive(driver, what, target, bytes, true);
                             std::memmove(reinterpret_cast<void*>(target),
                                          reinterpret_cast<void*>(source), bytes);
                           },
                           {}});
}

void fill(Driver& driver, Context& context, const StreamPtr& stream, CUdeviceptr target,
          size_t pitch, uint32_t value, size_t element, size_t width, size_t height) {
  if (width == 0 || height == 0) return;
  require(height == 1 || pitch >= width * element, "the pitch is smaller than a row");
  require(target % element == 0 && (height == 1 || pitch % element == 0),
          "target or pitch isn't a multiple of the element's size");
  size_t bytes = (height - 1) * pitch + width * element;
  requireDeviceRange(driver, "the target", target, bytes);
  std::string what = "memset of " + std::to_string(bytes) + " bytes";
  submit(context, stream, {NodeType::kMemset, what, [=, &driver] {
                             requireLive(driver, what, target, bytes, true);
                             for (size_t row = 0; row < height; ++row) {
                               auto* to = reinterpret_cast<unsigned char*>(target + row * pitch);
                               for (size_t at = 0; at < width; ++at) {
                                 // Little-endian, as the device is.
                                 std::memcpy(to + at * element, &value, element);
                               }
                             }
                           },
                           {}});
}

}  // namespace emulator
