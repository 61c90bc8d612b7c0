#include "capture_rules.h"

#include <algorithm>
#include <utility>

#include "refusal.h"

namespace emulator {
namespace {

void end(Context& context, const std::shared_ptr<Capture>& capture) {
  capture->ended = true;
  for (const StreamPtr& stream : capture->streams) {
    stream->capture = nullptr;
    stream->frontier.clear();
  }
  capture->streams.clear();
  auto& captures = context.captures;
  captures.erase(std::remove(captures.begin(), captures.end(), capture), captures.end());
}

void join(const StreamPtr& stream, const std::shared_ptr<Capture>& capture,
          const std::vector<size_t>& frontier) {
  stream->capture = capture;
  stream->frontier = frontier;
  capture->streams.insert(stream);
}

bool forbids(const Capture& capture) {
  if (threadCaptureMode() == CU_STREAM_CAPTURE_MODE_RELAXED) return false;
  bool own = capture.thread == std::this_thread::get_id();
  if (own) return capture.mode != CU_STREAM_CAPTURE_MODE_RELAXED;
  return capture.mode == CU_STREAM_CAPTURE_MODE_GLOBAL &&
         threadCaptureMode() == CU_STREAM_CAPTURE_MODE_GLOBAL;
}

}  // namespace

CUstreamCaptureMode& threadCaptureMode() {
  thread_local CUstreamCaptureMode mode = CU_STREAM_CAPTURE_MODE_GLOBAL;
  return mode;
}

void beginCapture(Context& context, const StreamPtr& stream, CUstreamCaptureMode mode) {
  if (stream->legacy) {
    refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the default stream can't be captured");
  }
  if (stream->capture != nullptr) refuse(CUDA_ERROR_ILLEGAL_STATE, "the stream captures already");
  auto capture = std::make_shared<Capture>();
  capture->graph = std::make_shared<Graph>();
  capture->origin = stream.get();
  capture->mode = mode;
  capture->thread = std::this_thread::get_id();
  join(stream, capture, {});
  context.captures.push_back(capture);
}

std::shared_ptr<Graph> endCapture(Context& context, const StreamPtr& stream) {
  std::shared_ptr<Capture> capture = stream->capture;
  if (capture == nullptr) refuse(CUDA_ERROR_ILLEGAL_STATE, "the stream doesn't capture");
  if (capture->origin != stream.get()) {
    refuse(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, "the capture began in another stream");
  }
  if (capture->mode != CU_STREAM_CAPTURE_MODE_RELAXED &&
      capture->thread != std::this_thread::get_id()) {
    refuse(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, "the capture began in another thread");
  }
  bool joined = capture->joined();
  end(context, capture);
  if (capture->invalid) {
    refuse(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "a call during the capture was not allowed");
  }
  if (!joined) {
    refuse(CUDA_ERROR_STREAM_CAPTURE_UNJOINED,
           "a stream that joined the capture did work that the first stream doesn't wait for");
  }
  return capture->graph;
}

void addNode(Stream& stream, Work work) {
  Capture& capture = *stream.capture;
  if (capture.invalid) {
    refuse(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "a call during the capture was not allowed");
  }
  std::vector<GraphNode>& nodes = capture.graph->nodes;
  nodes.push_back({work.type, std::move(work.what), std::move(work.run), stream.frontier});
  stream.frontier = {nodes.size() - 1};
}

bool captureRecord(Stream& stream, Event& event) {
  if (stream.capture == nullptr) {
    event.capture = nullptr;
    return false;
  }
  event.capture = stream.capture;
  event.frontier = stream.frontier;
  return true;
}

bool captureWait(const StreamPtr& stream, const Event& event) {
  if (event.capture == nullptr) {
    if (stream->capture == nullptr) return false;
    // An event that was never recorded is no dependency.
    if (event.position.stream == nullptr) return true;
    stream->capture->invalid = true;
    refuse(CUDA_ERROR_STREAM_CAPTURE_ISOLATION,
           "the stream captures, but the event was recorded outside of the capture");
  }
  forbidCapturedEvent(event);
  if (event.capture->invalid) {
    refuse(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "a call during the capture was not allowed");
  }
  if (stream->legacy) {
    event.capture->invalid = true;
    refuse(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, "the default stream can't join a capture");
  }
  if (stream->capture == nullptr) {
    join(stream, event.capture, event.frontier);
    return true;
  }
  if (stream->capture != event.capture) {
    stream->capture->invalid = event.capture->invalid = true;
    refuse(CUDA_ERROR_STREAM_CAPTURE_MERGE, "stream and event belong to different captures");
  }
  for (size_t node : event.frontier) {
    auto& frontier = stream->frontier;
    if (std::find(frontier.begin(), frontier.end(), node) == frontier.end()) {
      frontier.push_back(node);
    }
  }
  return true;
}

void forbidUnsafeDuringCapture(Context& context, const char* what) {
  for (const auto& capture : context.captures) {
    if (!forbids(*capture)) continue;
    capture->invalid = true;
    refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED,
           std::string(what) + " isn't allowed while a stream captures");
  }
}

void forbidWaitingForCapture(Stream& stream) {
  if (stream.capture == nullptr) return;
  stream.capture->invalid = true;
  refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED,
         "the stream captures; there is nothing to wait for");
}

void forbidWaitingForAnyCapture(Context& context) {
  if (context.captures.empty()) return;
  for (const auto& capture : context.captures) capture->invalid = true;
  refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the context can't be waited for during a capture");
}

void forbidLegacyStreamDuringCapture(Context& context) {
  for (const auto& capture : context.captures) {
    if (!capture->origin->blocking()) continue;
    capture->invalid = true;
    refuse(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT,
           "the default stream would wait for a blocking stream that captures; create the captured "
           "stream with CU_STREAM_NON_BLOCKING or don't use the default stream");
  }
}

void forbidCapturedEvent(const Event& event) {
  if (event.capture != nullptr && event.capture->ended) {
    refuse(CUDA_ERROR_CAPTURED_EVENT, "the event was last recorded in a capture that has ended");
  }
}

}  // namespace emulator
