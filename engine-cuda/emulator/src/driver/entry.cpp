#include "entry.h"

#include <exception>
#include <new>
#include <string>

#include "results.h"
#include "scheduler.h"

namespace emulator {
namespace {

std::shared_ptr<Context> currentContext(Driver& driver) {
  CUcontext handle = Driver::current();
  require(handle != nullptr, "no context is current on this thread", CUDA_ERROR_INVALID_CONTEXT);
  std::shared_ptr<Context> context = driver.contexts.find(handle);
  require(context != nullptr, "the context that is current on this thread was destroyed",
          CUDA_ERROR_CONTEXT_IS_DESTROYED);
  return context;
}

// A planned failure of a kind that CUDA never recovers from costs the context, as a real one does.
void failAsPlanned(Driver& driver, const char* symbol, int code) {
  std::string reason = "planned failure of " + withoutVersion(symbol);
  if (isSticky(code)) {
    std::shared_ptr<Context> context = driver.contexts.find(Driver::current());
    if (context != nullptr && !context->fault) context->fault = Fault{code, reason};
  }
  refuse(static_cast<CUresult>(code), reason);
}

CUresult finish(Driver& driver, const char* symbol, CUresult code, const std::string& reason) {
  if (code == CUDA_SUCCESS || code == CUDA_ERROR_NOT_READY) return code;
  if (reason.empty()) {
    driver.explanations.erase(code);
  } else {
    driver.explanations[code] = reason;
  }
  if (driver.log.verbose()) {
    driver.log.detail(withoutVersion(symbol) + " returns " + resultName(code) + ": " + reason);
  }
  return code;
}

CUresult guarded(const char* symbol, const std::function<void(Driver&)>& body) {
  // The lock is held by whoever waits for this thread.
  if (DeviceThread::isCurrent()) return CUDA_ERROR_NOT_PERMITTED;
  Driver& driver = Driver::get();
  std::lock_guard<std::mutex> lock(driver.mutex);
  try {
    if (driver.log.verbose()) driver.log.detail(withoutVersion(symbol));
    if (int code = driver.failures.onCall(symbol)) failAsPlanned(driver, symbol, code);
    body(driver);
    return CUDA_SUCCESS;
  } catch (const Refusal& refusal) {
    return finish(driver, symbol, refusal.code(), refusal.what());
  } catch (const std::bad_alloc&) {
    return finish(driver, symbol, CUDA_ERROR_OUT_OF_MEMORY, "the host has no memory left");
  } catch (const std::exception& unexpected) {
    driver.log.problem(std::string(symbol) + ": " + unexpected.what());
    return finish(driver, symbol, CUDA_ERROR_UNKNOWN, unexpected.what());
  }
}

}  // namespace

CUresult always(const char* symbol, const std::function<void(Driver&)>& body) {
  return guarded(symbol, body);
}

CUresult initialised(const char* symbol, const std::function<void(Driver&)>& body) {
  return guarded(symbol, [&](Driver& driver) {
    require(driver.initialised, "cuInit wasn't called", CUDA_ERROR_NOT_INITIALIZED);
    body(driver);
  });
}

CUresult inContext(const char* symbol, const std::function<void(Driver&, Context&)>& body) {
  return initialised(symbol, [&](Driver& driver) {
    std::shared_ptr<Context> context = currentContext(driver);
    checkFault(*context);
    body(driver, *context);
  });
}

StreamPtr streamOf(Driver& driver, Context& context, CUstream handle) {
  uintptr_t number = reinterpret_cast<uintptr_t>(handle);
  if (number <= 1) return context.legacyStream();
  if (number == 2) return context.threadStream(std::this_thread::get_id());
  StreamPtr stream = driver.streams.find(handle);
  require(stream != nullptr, "no such stream, or it was destroyed", CUDA_ERROR_INVALID_HANDLE);
  require(stream->context == &context, "the stream belongs to another context",
          CUDA_ERROR_INVALID_HANDLE);
  return stream;
}

void checkFault(const Context& context) {
  if (context.fault) refuse(static_cast<CUresult>(context.fault->code), context.fault->message);
}

void waitFor(Context& context, const StreamPtr& stream) {
  runUntil(stream, stream->enqueued);
  checkFault(context);
}

}  // namespace emulator
