#include "driver.h"

#include <cstdlib>
#include <stdexcept>

#include "scheduler.h"

namespace emulator {

Driver& Driver::get() {
  static Driver* driver = new Driver();
  return *driver;
}

Driver::Driver() {
  try {
    options = Options::fromEnvironment();
    if (const char* plan = std::getenv("EMULATED_CUDA_FAIL")) failures.add(plan);
  } catch (const std::invalid_argument& problem) {
    options_error = problem.what();
  }
  log.open(options.log);
  memory.setLimit(options.memory_bytes);
}

std::vector<CUcontext>& Driver::currentContexts() {
  thread_local std::vector<CUcontext> contexts;
  return contexts;
}

CUcontext Driver::current() {
  return currentContexts().empty() ? nullptr : currentContexts().back();
}

CUcontext Driver::createContext(unsigned flags, bool is_primary) {
  auto context = std::make_shared<Context>();
  context->flags = flags;
  context->primary = is_primary;
  return contexts.add(context);
}

void Driver::destroyContext(CUcontext handle) {
  std::shared_ptr<Context> context = contexts.find(handle);
  if (context == nullptr) return;
  runAll(*context);
  Context* owner = context.get();
  streams.removeIf([=](const Stream& stream) { return stream.context == owner; });
  events.removeIf([=](const Event& event) { return event.context == owner; });
  functions.removeIf([=](const Function& function) { return function.module->context == owner; });
  modules.removeIf([=](Module& module) {
    if (module.context == owner) module.unloaded = true;
    return module.context == owner;
  });
  std::vector<Allocation> owned;
  memory.forEach([&](const Allocation& allocation) {
    if (allocation.owner == owner) owned.push_back(allocation);
  });
  for (const Allocation& allocation : owned) {
    switch (allocation.kind) {
      case MemoryKind::kDevice: memory.release(allocation.address); break;
      case MemoryKind::kPageLocked: memory.releasePageLocked(allocation.address); break;
      default: memory.remove(allocation.address);
    }
  }
  contexts.remove(handle);
}

}  // namespace emulator
