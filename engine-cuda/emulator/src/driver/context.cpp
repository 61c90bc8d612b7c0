#include "context.h"

#include <algorithm>
#include <atomic>

namespace emulator {
namespace {

uint64_t nextId() {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

}  // namespace

Context::Context() : id(nextId()), legacy_(std::make_shared<Stream>()) {
  legacy_->context = this;
  legacy_->legacy = true;
  legacy_->id = nextId();
  streams_.push_back(legacy_);
}

Context::~Context() {
  // Queues hold positions in each other's streams: without this they would keep each other alive.
  for (const StreamPtr& stream : streams_) {
    stream->queue.clear();
    stream->done = stream->enqueued;
    stream->capture = nullptr;
  }
}

StreamPtr Context::threadStream(std::thread::id thread) {
  StreamPtr& stream = thread_streams_[thread];
  if (stream == nullptr) stream = createStream(0, 0);
  return stream;
}

StreamPtr Context::createStream(unsigned flags, int priority) {
  auto stream = std::make_shared<Stream>();
  stream->context = this;
  stream->flags = flags;
  stream->priority = priority;
  stream->id = nextId();
  streams_.push_back(stream);
  return stream;
}

void Context::destroyStream(const StreamPtr& stream) {
  destroyed_.push_back(stream);
  forgetDrained();
}

void Context::forgetDrained() {
  auto drained = [](const StreamPtr& stream) { return stream->idle(); };
  for (const StreamPtr& stream : destroyed_) {
    if (!drained(stream)) continue;
    streams_.erase(std::find(streams_.begin(), streams_.end(), stream));
  }
  destroyed_.erase(std::remove_if(destroyed_.begin(), destroyed_.end(), drained),
                   destroyed_.end());
}

}  // namespace emulator
