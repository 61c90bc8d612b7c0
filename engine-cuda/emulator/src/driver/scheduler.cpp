#include "scheduler.h"

#include <exception>
#include <utility>

#include "../device/device_fault.h"
#include "capture_rules.h"
#include "driver.h"
#include "results.h"

namespace emulator {
namespace {

void fail(Context& context, int code, const std::string& message) {
  Driver& driver = Driver::get();
  context.fault = Fault{code, message};
  driver.explanations[code] = message;
  driver.log.problem(std::string(resultName(code)) + ": " + message);
}

void execute(Context& context, Operation& operation) {
  // What follows a fault never runs; the context is lost.
  if (context.fault) return;
  Driver& driver = Driver::get();
  if (driver.log.verbose()) driver.log.detail("runs " + operation.what);
  ++driver.operations;
  try {
    operation.run();
  } catch (const DeviceFault& fault) {
    fail(context, fault.cu_error_code(), fault.what());
  } catch (const std::exception& unexpected) {
    fail(context, CUDA_ERROR_UNKNOWN, operation.what + ": " + unexpected.what());
  }
}

// Depth first, with a list instead of recursion: chains between streams can be thousands long.
void drain(const StreamPtr& stream, uint64_t upto) {
  std::vector<Position> wanted{{stream, upto}};
  while (!wanted.empty()) {
    Stream& next = *wanted.back().stream;
    if (next.done >= wanted.back().upto) {
      wanted.pop_back();
      continue;
    }
    const Position* missing = nullptr;
    for (const Position& before : next.queue.front().after) {
      if (before.stream->done < before.upto) missing = &before;
    }
    if (missing != nullptr) {
      wanted.push_back(*missing);
      continue;
    }
    Operation operation = std::move(next.queue.front());
    next.queue.pop_front();
    execute(*next.context, operation);
    ++next.done;
  }
}

}  // namespace

void runUntil(const StreamPtr& stream, uint64_t upto) {
  if (stream->done >= upto) return;
  // In one visit to the device thread, as each costs two thread switches.
  Driver::get().device.run([&] { drain(stream, upto); });
}

void runAll(Context& context) {
  std::vector<StreamPtr> streams = context.streams();
  Driver::get().device.run([&] {
    for (const StreamPtr& stream : streams) drain(stream, stream->enqueued);
  });
  context.forgetDrained();
}

void submit(Context& context, const StreamPtr& stream, Work work) {
  if (stream->capture != nullptr) {
    addNode(*stream, std::move(work));
    return;
  }
  if (stream->legacy) forbidLegacyStreamDuringCapture(context);
  Operation operation{std::move(work.what), std::move(work.run), std::move(work.after)};
  if (stream->legacy) {
    for (const StreamPtr& other : context.streams()) {
      if (other != stream && other->blocking() && !other->idle()) {
        operation.after.push_back({other, other->enqueued});
      }
    }
  } else if (stream->blocking() && !context.legacyStream()->idle()) {
    operation.after.push_back({context.legacyStream(), context.legacyStream()->enqueued});
  }
  stream->queue.push_back(std::move(operation));
  ++stream->enqueued;
  if (Driver::get().options.eager) runUntil(stream, stream->enqueued);
}

}  // namespace emulator
