// Events: points in streams' work that others wait for, and times.

#include "capture_rules.h"
#include "entry.h"
#include "scheduler.h"

using namespace emulator;

namespace {

std::shared_ptr<Event> eventOf(Driver& driver, CUevent handle) {
  std::shared_ptr<Event> event = driver.events.find(handle);
  require(event != nullptr, "no such event, or it was destroyed", CUDA_ERROR_INVALID_HANDLE);
  return event;
}

// Events of a capture have no time and can't be waited for on the host.
void requireUncaptured(const Event& event) {
  require(event.capture == nullptr, "the event was last recorded in a capture",
          CUDA_ERROR_CAPTURED_EVENT);
}

CUresult record(const char* symbol, CUevent handle, CUstream stream_handle, unsigned flags) {
  return inContext(symbol, [=](Driver& driver, Context& context) {
    std::shared_ptr<Event> event = eventOf(driver, handle);
    StreamPtr stream = streamOf(driver, context, stream_handle);
    require(flags == 0, "external event records aren't emulated", CUDA_ERROR_NOT_SUPPORTED);
    require(event->context == &context, "event and stream belong to different contexts",
            CUDA_ERROR_INVALID_HANDLE);
    if (captureRecord(*stream, *event)) return;
    event->position = {stream, stream->enqueued + 1};
    submit(context, stream, {NodeType::kEmpty, "event record",
                             [event] { event->time = std::chrono::steady_clock::now(); },
                             {}});
  });
}

}  // namespace

extern "C" {

CUresult cuEventCreate(CUevent* event, unsigned flags) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(event != nullptr, "null pointer for the event");
    require(flags <= 7, "unknown event flags");
    auto created = std::make_shared<Event>();
    created->context = &context;
    created->flags = flags;
    *event = driver.events.add(created);
  });
}

CUresult cuEventDestroy_v2(CUevent event) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    eventOf(driver, event);
    driver.events.remove(event);
  });
}

CUresult cuEventRecord(CUevent event, CUstream stream) {
  return record(__func__, event, stream, 0);
}

CUresult cuEventRecordWithFlags(CUevent event, CUstream stream, unsigned flags) {
  return record(__func__, event, stream, flags);
}

CUresult cuEventQuery(CUevent handle) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    std::shared_ptr<Event> event = eventOf(driver, handle);
    requireUncaptured(*event);
    forbidUnsafeDuringCapture(context, "cuEventQuery");
    // Each question lets one more operation run, so that who polls gets there.
    if (!event->completed()) runUntil(event->position.stream, event->position.stream->done + 1);
    checkFault(context);
    if (!event->completed()) refuse(CUDA_ERROR_NOT_READY, "");
  });
}

CUresult cuEventSynchronize(CUevent handle) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    std::shared_ptr<Event> event = eventOf(driver, handle);
    requireUncaptured(*event);
    forbidUnsafeDuringCapture(context, "cuEventSynchronize");
    if (event->position.stream != nullptr) runUntil(event->position.stream, event->position.upto);
    checkFault(context);
  });
}

CUresult cuEventElapsedTime(float* milliseconds, CUevent start_handle, CUevent end_handle) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(milliseconds != nullptr, "null pointer for the time");
    std::shared_ptr<Event> start = eventOf(driver, start_handle);
    std::shared_ptr<Event> end = eventOf(driver, end_handle);
    for (const auto& event : {start, end}) {
      requireUncaptured(*event);
      require((event->flags & CU_EVENT_DISABLE_TIMING) == 0, "the event was created without timing",
              CUDA_ERROR_INVALID_HANDLE);
      require(event->position.stream != nullptr, "the event was never recorded",
              CUDA_ERROR_INVALID_HANDLE);
    }
    if (!start->completed() || !end->completed()) refuse(CUDA_ERROR_NOT_READY, "");
    *milliseconds = std::chrono::duration<float, std::milli>(end->time - start->time).count();
  });
}

}  // extern "C"
