#include "control.h"

#include <cstring>
#include <map>
#include <optional>
#include <string>

#include "entry.h"

namespace emulator {
namespace {

constexpr const char* kPrefix = "emulated-device:";

uint64_t pendingOperations(const Driver& driver) {
  uint64_t pending = 0;
  driver.contexts.forEach([&](const Context& context) {
    for (const StreamPtr& stream : context.streams()) pending += stream->enqueued - stream->done;
  });
  return pending;
}

std::optional<int64_t> counter(const Driver& driver, const std::string& name) {
  const std::map<std::string, uint64_t> counters{
      {"allocations", driver.memory.count(false)},
      {"bytes", driver.memory.bytes(false)},
      {"peak_bytes", driver.memory.peak()},
      {"host_allocations", driver.memory.count(true)},
      {"host_bytes", driver.memory.bytes(true)},
      {"contexts", driver.contexts.size()},
      {"streams", driver.streams.size()},
      {"events", driver.events.size()},
      {"modules", driver.modules.size()},
      {"graphs", driver.graphs.size()},
      {"graph_executables", driver.graph_executables.size()},
      {"pending", pendingOperations(driver)},
      {"operations", driver.operations},
      {"launches", driver.launches},
      {"graph_launches", driver.graph_launches},
      {"pageable_copies", driver.pageable_copies},
  };
  auto found = counters.find(name);
  if (found != counters.end()) return static_cast<int64_t>(found->second);
  auto external = driver.external_counters.find(name);
  if (external != driver.external_counters.end()) return external->second;
  return std::nullopt;
}

void reset(Driver& driver) {
  driver.failures.reset();
  driver.explanations.clear();
  driver.operations = driver.launches = driver.graph_launches = driver.pageable_copies = 0;
  driver.memory.resetPeak();
}

void setOption(Driver& driver, const std::string& assignment) {
  size_t equals = assignment.find('=');
  if (equals == std::string::npos) refuse(CUDA_ERROR_INVALID_VALUE, "expected option=value");
  driver.options.set(assignment.substr(0, equals), assignment.substr(equals + 1));
  driver.log.open(driver.options.log);
  driver.memory.setLimit(driver.options.memory_bytes);
}

uint64_t obey(Driver& driver, const std::string& message) {
  size_t colon = message.find(':');
  std::string verb = message.substr(0, colon);
  std::string rest = colon == std::string::npos ? "" : message.substr(colon + 1);
  if (message == "present") return 1;
  if (message == "reset") {
    reset(driver);
    return 0;
  }
  if (verb == "fail") {
    driver.failures.add(rest);
    return 0;
  }
  if (verb == "set") {
    setOption(driver, rest);
    return 0;
  }
  if (verb == "calls") return driver.failures.calls(rest);
  if (verb == "counter") {
    if (auto value = counter(driver, rest)) return static_cast<uint64_t>(*value);
  }
  refuse(CUDA_ERROR_NOT_FOUND, "the emulated device doesn't understand '" + message + "'");
}

// Outside of what planned failures count and hit.
CUresult steer(const std::string& message, uint64_t* answer) {
  if (DeviceThread::isCurrent()) return CUDA_ERROR_NOT_PERMITTED;
  Driver& driver = Driver::get();
  std::lock_guard<std::mutex> lock(driver.mutex);
  try {
    uint64_t result = obey(driver, message);
    if (answer != nullptr) *answer = result;
    return CUDA_SUCCESS;
  } catch (const Refusal& refusal) {
    driver.log.problem(refusal.what());
    return refusal.code();
  } catch (const std::invalid_argument& problem) {
    driver.log.problem(problem.what());
    driver.explanations[CUDA_ERROR_INVALID_VALUE] = problem.what();
    return CUDA_ERROR_INVALID_VALUE;
  }
}

}  // namespace

bool isControlMessage(const char* name) {
  return name != nullptr && std::strncmp(name, kPrefix, std::strlen(kPrefix)) == 0;
}

CUresult control(CUdeviceptr* address, size_t* answer, const char* name) {
  uint64_t result = 0;
  CUresult code = steer(name + std::strlen(kPrefix), &result);
  if (address != nullptr) *address = 0;
  if (answer != nullptr) *answer = result;
  return code;
}

}  // namespace emulator

extern "C" {

int emulatedCudaFailAt(const char* function, unsigned long long n, int code) {
  return emulator::steer(std::string("fail:") + function + ":" + std::to_string(n) + ":" +
                             std::to_string(code),
                         nullptr);
}

void emulatedCudaReset() {
  emulator::steer("reset", nullptr);
}

long long emulatedCudaCounter(const char* name) {
  uint64_t result = 0;
  CUresult code = emulator::steer(std::string("counter:") + name, &result);
  return code == CUDA_SUCCESS ? static_cast<long long>(result) : -1;
}

}  // extern "C"
