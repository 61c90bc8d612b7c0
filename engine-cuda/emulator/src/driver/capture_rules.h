#ifndef EMULATOR_DRIVER_CAPTURE_RULES_H_
#define EMULATOR_DRIVER_CAPTURE_RULES_H_

#include "context.h"
#include "scheduler.h"
#include "stream.h"

namespace emulator {

// What this thread chose with cuThreadExchangeStreamCaptureMode.
CUstreamCaptureMode& threadCaptureMode();

void beginCapture(Context& context, const StreamPtr& stream, CUstreamCaptureMode mode);

// The graph, or an exception that says why there is none; capturing ends either way, except where
// stream or thread are the wrong ones.
std::shared_ptr<Graph> endCapture(Context& context, const StreamPtr& stream);

// Adds the work to the graph, after what the stream did last.
void addNode(Stream& stream, Work work);

// cuEventRecord and cuStreamWaitEvent where a capture has to do with it. True if it had.
bool captureRecord(Stream& stream, Event& event);
bool captureWait(const StreamPtr& stream, const Event& event);

// Calls that CUDA calls potentially unsafe (they may synchronise, as allocations do) are refused
// while a capture that this thread's mode minds is going on, and end that capture.
void forbidUnsafeDuringCapture(Context& context, const char* what);

// Waiting for a stream that captures, or for all of them, can't work.
void forbidWaitingForCapture(Stream& stream);
void forbidWaitingForAnyCapture(Context& context);

void forbidLegacyStreamDuringCapture(Context& context);

// Waiting for an event that was last recorded in a capture.
void forbidCapturedEvent(const Event& event);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_CAPTURE_RULES_H_
