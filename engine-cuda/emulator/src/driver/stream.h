#ifndef EMULATOR_DRIVER_STREAM_H_
#define EMULATOR_DRIVER_STREAM_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cuda_types.h"

namespace emulator {

class Context;
struct Capture;
struct Stream;

// A point in a stream's work: reached when its first `upto` operations have run.
struct Position {
  std::shared_ptr<Stream> stream;
  uint64_t upto = 0;
};

struct Operation {
  std::string what;
  std::function<void()> run;  // throws DeviceFault
  std::vector<Position> after;
};

// A queue of work that runs only when somebody waits for it.
struct Stream {
  Context* context = nullptr;
  unsigned flags = 0;
  int priority = 0;
  uint64_t id = 0;
  bool legacy = false;

  std::deque<Operation> queue;
  uint64_t done = 0;
  uint64_t enqueued = 0;

  // While capturing: the capture, and the nodes that the next one comes after.
  std::shared_ptr<Capture> capture;
  std::vector<size_t> frontier;

  bool blocking() const { return (flags & CU_STREAM_NON_BLOCKING) == 0; }
  bool idle() const { return done == enqueued; }
};

using StreamPtr = std::shared_ptr<Stream>;

struct Event {
  Context* context = nullptr;
  unsigned flags = 0;
  // Where it was last recorded; no stream if it never was.
  Position position;
  // Set if it was last recorded in a capturing stream.
  std::shared_ptr<Capture> capture;
  std::vector<size_t> frontier;
  // Written by the recording operation, so of the recording that `position` says once it is done.
  std::chrono::steady_clock::time_point time;

  bool completed() const {
    return position.stream == nullptr || position.stream->done >= position.upto;
  }
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_STREAM_H_
