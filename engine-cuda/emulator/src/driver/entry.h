#ifndef EMULATOR_DRIVER_ENTRY_H_
#define EMULATOR_DRIVER_ENTRY_H_

#include <functional>

#include "context.h"
#include "cuda_types.h"
#include "driver.h"
#include "refusal.h"

namespace emulator {

// What every exported function goes through: one lock for the whole driver, planned failures,
// state checks, exceptions turned into codes, the log. `symbol` is the exported name (__func__).

// For calls that work before cuInit.
CUresult always(const char* symbol, const std::function<void(Driver&)>& body);

// For calls that need cuInit alone.
CUresult initialised(const char* symbol, const std::function<void(Driver&)>& body);

// For calls that need a current context; refused with its fault's code if it has one.
CUresult inContext(const char* symbol, const std::function<void(Driver&, Context&)>& body);

// The stream of a handle: null and 1 are the legacy default stream, 2 is the thread's.
StreamPtr streamOf(Driver& driver, Context& context, CUstream handle);

// Ends the call with the context's fault, if it has one by now.
void checkFault(const Context& context);

// Waits until the stream has run all that was enqueued, and reports what went wrong in it.
void waitFor(Context& context, const StreamPtr& stream);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_ENTRY_H_
