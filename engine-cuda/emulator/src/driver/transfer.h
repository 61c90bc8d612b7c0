#ifndef EMULATOR_DRIVER_TRANSFER_H_
#define EMULATOR_DRIVER_TRANSFER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "context.h"
#include "driver.h"

namespace emulator {

// Throws DeviceFault (700) unless all of the range is memory that the device may touch now.
void requireLive(const Driver& driver, const std::string& what, uintptr_t address, size_t bytes,
                 bool write);

// Ends the call with CUDA_ERROR_INVALID_VALUE unless the range lies in one allocation.
void requireDeviceRange(const Driver& driver, const char* role, CUdeviceptr address, size_t bytes);

// How a copy's host side is treated, as CUDA documents it ("API synchronization behavior"):
//
//   to the device    page-locked   read when the copy runs; a synchronous call waits for that
//                    pageable      read at once into a staging buffer; the copy to the device may
//                                  still be pending when even a synchronous call returns
//   from the device  page-locked   written when the copy runs; a synchronous call waits for that
//                    pageable      written before either call returns
//
// All are refused while a capture would be broken; see capture_rules.h.
void copyToDevice(Driver& driver, Context& context, const StreamPtr& stream, CUdeviceptr target,
                  const void* source, size_t bytes, bool asynchronous);
void copyFromDevice(Driver& driver, Context& context, const StreamPtr& stream, void* target,
                    CUdeviceptr source, size_t bytes, bool asynchronous);

// Never waits, in either call.
void copyOnDevice(Driver& driver, Context& context, const StreamPtr& stream, CUdeviceptr target,
                  CUdeviceptr source, size_t bytes);

// `height` rows of `width` elements of `element` bytes (1, 2 or 4), `pitch` bytes apart. Never
// waits.
void fill(Driver& driver, Context& context, const StreamPtr& stream, CUdeviceptr target,
          size_t pitch, uint32_t value, size_t element, size_t width, size_t height);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_TRANSFER_H_
