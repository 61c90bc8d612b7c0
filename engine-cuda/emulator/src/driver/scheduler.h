#ifndef EMULATOR_DRIVER_SCHEDULER_H_
#define EMULATOR_DRIVER_SCHEDULER_H_

#include <functional>
#include <string>
#include <vector>

#include "context.h"
#include "graph.h"
#include "stream.h"

namespace emulator {

// A unit of work for a stream.
struct Work {
  NodeType type = NodeType::kEmpty;
  std::string what;
  std::function<void()> run;  // throws DeviceFault
  std::vector<Position> after;
};

// Puts the work at the end of the stream (and runs it at once if the device is eager), or adds it
// to the graph that the stream captures. Throws Refusal where a capture forbids it.
void submit(Context& context, const StreamPtr& stream, Work work);

// Runs the stream's first `upto` operations, and of other streams what these wait for.
void runUntil(const StreamPtr& stream, uint64_t upto);

// Runs everything that was enqueued in the context.
void runAll(Context& context);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_SCHEDULER_H_
