// Streams, and host functions in them.

#include <algorithm>

#include "capture_rules.h"
#include "entry.h"
#include "scheduler.h"

using namespace emulator;

namespace {

constexpr unsigned kAllStreamFlags = CU_STREAM_NON_BLOCKING;
constexpr int kLowestPriority = 0;
constexpr int kHighestPriority = -5;

CUresult create(const char* symbol, CUstream* stream, unsigned flags, int priority) {
  return inContext(symbol, [=](Driver& driver, Context& context) {
    require(stream != nullptr, "null pointer for the stream");
    require((flags & ~kAllStreamFlags) == 0, "unknown stream flags");
    int clamped = std::clamp(priority, kHighestPriority, kLowestPriority);
    *stream = driver.streams.add(context.createStream(flags, clamped));
  });
}

}  // namespace

extern "C" {

CUresult cuStreamCreate(CUstream* stream, unsigned flags) {
  return create(__func__, stream, flags, 0);
}

CUresult cuStreamCreateWithPriority(CUstream* stream, unsigned flags, int priority) {
  return create(__func__, stream, flags, priority);
}

CUresult cuStreamDestroy_v2(CUstream handle) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    StreamPtr stream = driver.streams.find(handle);
    require(stream != nullptr, "no such stream, or it was destroyed", CUDA_ERROR_INVALID_HANDLE);
    if (stream->capture != nullptr) {
      // What it captured can't be joined any more.
      stream->capture->invalid = true;
      stream->capture->streams.erase(stream);
      stream->capture = nullptr;
    }
    driver.streams.remove(handle);
    context.destroyStream(stream);
  });
}

CUresult cuStreamSynchronize(CUstream handle) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    StreamPtr stream = streamOf(driver, context, handle);
    forbidWaitingForCapture(*stream);
    if (stream->legacy) forbidLegacyStreamDuringCapture(context);
    waitFor(context, stream);
  });
}

CUresult cuStreamQuery(CUstream handle) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    StreamPtr stream = streamOf(driver, context, handle);
    forbidWaitingForCapture(*stream);
    // Each question lets one more operation run, so that who polls gets there.
    if (!stream->idle()) runUntil(stream, stream->done + 1);
    checkFault(context);
    if (!stream->idle()) refuse(CUDA_ERROR_NOT_READY, "");
  });
}

CUresult cuStreamWaitEvent(CUstream handle, CUevent event_handle, unsigned flags) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    StreamPtr stream = streamOf(driver, context, handle);
    std::shared_ptr<Event> event = driver.events.find(event_handle);
    require(event != nullptr, "no such event, or it was destroyed", CUDA_ERROR_INVALID_HANDLE);
    require(flags == 0, "flags must be 0");
    if (captureWait(stream, *event) || event->position.stream == nullptr) return;
    submit(context, stream, {NodeType::kEmpty, "wait for an event", [] {}, {event->position}});
  });
}

CUresult cuStreamGetFlags(CUstream handle, unsigned* flags) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(flags != nullptr, "null pointer for the flags");
    *flags = streamOf(driver, context, handle)->flags;
  });
}

CUresult cuStreamGetPriority(CUstream handle, int* priority) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(priority != nullptr, "null pointer for the priority");
    *priority = streamOf(driver, context, handle)->priority;
  });
}

CUresult cuStreamGetId(CUstream handle, unsigned long long* id) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(id != nullptr, "null pointer for the id");
    *id = streamOf(driver, context, handle)->id;
  });
}

CUresult cuStreamGetCtx(CUstream handle, CUcontext* result) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(result != nullptr, "null pointer for the context");
    // A stream of another context is refused, so it is the current one.
    streamOf(driver, context, handle);
    *result = Driver::current();
  });
}

CUresult cuLaunchHostFunc(CUstream handle, CUhostFn function, void* data) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(function != nullptr, "null pointer for the function");
    submit(context, streamOf(driver, context, handle),
           {NodeType::kHost, "host function", [=] { function(data); }, {}});
  });
}

CUresult cuStreamAddCallback(CUstream handle, CUstreamCallback callback, void* data,
                             unsigned flags) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(callback != nullptr && flags == 0, "null pointer for the callback, or flags");
    StreamPtr stream = streamOf(driver, context, handle);
    forbidWaitingForCapture(*stream);
    submit(context, stream,
           {NodeType::kHost, "stream callback", [=] { callback(handle, 0, data); }, {}});
  });
}

}  // extern "C"
