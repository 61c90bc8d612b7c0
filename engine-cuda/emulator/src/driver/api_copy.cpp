// Copies and memsets. The synchronous calls use the legacy default stream, as CUDA's do.

#include "capture_rules.h"
#include "entry.h"
#include "scheduler.h"
#include "transfer.h"

using namespace emulator;

namespace {

bool isDevicePointer(const Driver& driver, CUdeviceptr pointer) {
  const Allocation* allocation = driver.memory.find(pointer);
  bool device = allocation != nullptr && !allocation->pageLocked();
  return device || driver.memory.overlapsArena(pointer, 1);
}

// Unified addressing: the pointers say which way the copy goes.
void copyAnyway(Driver& driver, Context& context, const StreamPtr& stream, CUdeviceptr target,
                CUdeviceptr source, size_t bytes, bool asynchronous) {
  bool to_device = isDevicePointer(driver, target);
  bool from_device = isDevicePointer(driver, source);
  if (to_device && from_device) {
    copyOnDevice(driver, context, stream, target, source, bytes);
  } else if (to_device) {
    copyToDevice(driver, context, stream, target, reinterpret_cast<const void*>(source), bytes,
                 asynchronous);
  } else if (from_device) {
    copyFromDevice(driver, context, stream, reinterpret_cast<void*>(target), source, bytes,
                   asynchronous);
  } else {
    refuse(CUDA_ERROR_NOT_SUPPORTED, "a copy between host memories isn't emulated");
  }
}

// A memset of `height` rows on the stream; null is the legacy default stream of the synchronous
// calls, which don't wait for device memory either.
CUresult set(const char* symbol, CUdeviceptr target, size_t pitch, uint32_t value, size_t element,
             size_t width, size_t height, const CUstream* stream) {
  return inContext(symbol, [=](Driver& driver, Context& context) {
    if (stream == nullptr) forbidUnsafeDuringCapture(context, "a synchronous memset");
    StreamPtr queue = streamOf(driver, context, stream == nullptr ? nullptr : *stream);
    fill(driver, context, queue, target, pitch, value, element, width, height);
  });
}

}  // namespace

extern "C" {

CUresult cuMemcpyHtoD_v2(CUdeviceptr target, const void* source, size_t bytes) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    forbidUnsafeDuringCapture(context, "a synchronous copy");
    copyToDevice(driver, context, context.legacyStream(), target, source, bytes, false);
  });
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr target, const void* source, size_t bytes,
                              CUstream stream) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    copyToDevice(driver, context, streamOf(driver, context, stream), target, source, bytes, true);
  });
}

CUresult cuMemcpyDtoH_v2(void* target, CUdeviceptr source, size_t bytes) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    forbidUnsafeDuringCapture(context, "a synchronous copy");
    copyFromDevice(driver, context, context.legacyStream(), target, source, bytes, false);
  });
}

CUresult cuMemcpyDtoHAsync_v2(void* target, CUdeviceptr source, size_t bytes, CUstream stream) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    copyFromDevice(driver, context, streamOf(driver, context, stream), target, source, bytes,
                   true);
  });
}

CUresult cuMemcpyDtoD_v2(CUdeviceptr target, CUdeviceptr source, size_t bytes) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    forbidUnsafeDuringCapture(context, "a synchronous copy");
    copyOnDevice(driver, context, context.legacyStream(), target, source, bytes);
  });
}

CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr target, CUdeviceptr source, size_t bytes,
                              CUstream stream) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    copyOnDevice(driver, context, streamOf(driver, context, stream), target, source, bytes);
  });
}

CUresult cuMemcpy(CUdeviceptr target, CUdeviceptr source, size_t bytes) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    forbidUnsafeDuringCapture(context, "a synchronous copy");
    copyAnyway(driver, context, context.legacyStream(), target, source, bytes, false);
  });
}

CUresult cuMemcpyAsync(CUdeviceptr target, CUdeviceptr source, size_t bytes, CUstream stream) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    copyAnyway(driver, context, streamOf(driver, context, stream), target, source, bytes, true);
  });
}

CUresult cuMemsetD8_v2(CUdeviceptr target, unsigned char value, size_t count) {
  return set(__func__, target, 0, value, 1, count, 1, nullptr);
}

CUresult cuMemsetD16_v2(CUdeviceptr target, unsigned short value, size_t count) {
  return set(__func__, target, 0, value, 2, count, 1, nullptr);
}

CUresult cuMemsetD32_v2(CUdeviceptr target, unsigned value, size_t count) {
  return set(__func__, target, 0, value, 4, count, 1, nullptr);
}

CUresult cuMemsetD8Async(CUdeviceptr target, unsigned char value, size_t count, CUstream stream) {
  return set(__func__, target, 0, value, 1, count, 1, &stream);
}

CUresult cuMemsetD16Async(CUdeviceptr target, unsigned short value, size_t count,
                          CUstream stream) {
  return set(__func__, target, 0, value, 2, count, 1, &stream);
}

CUresult cuMemsetD32Async(CUdeviceptr target, unsigned value, size_t count, CUstream stream) {
  return set(__func__, target, 0, value, 4, count, 1, &stream);
}

CUresult cuMemsetD2D8_v2(CUdeviceptr target, size_t pitch, unsigned char value, size_t width,
                         size_t height) {
  return set(__func__, target, pitch, value, 1, width, height, nullptr);
}

CUresult cuMemsetD2D32_v2(CUdeviceptr target, size_t pitch, unsigned value, size_t width,
                          size_t height) {
  return set(__func__, target, pitch, value, 4, width, height, nullptr);
}

CUresult cuMemsetD2D8Async(CUdeviceptr target, size_t pitch, unsigned char value, size_t width,
                           size_t height, CUstream stream) {
  return set(__func__, target, pitch, value, 1, width, height, &stream);
}

CUresult cuMemsetD2D32Async(CUdeviceptr target, size_t pitch, unsigned value, size_t width,
                            size_t height, CUstream stream) {
  return set(__func__, target, pitch, value, 4, width, height, &stream);
}

}  // extern "C"
