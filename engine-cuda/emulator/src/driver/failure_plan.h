#ifndef EMULATOR_DRIVER_FAILURE_PLAN_H_
#define EMULATOR_DRIVER_FAILURE_PLAN_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace emulator {

// Which calls are to fail, and how often each function was called. A function is named without the
// suffix of its version: cuMemAlloc, though the symbol is cuMemAlloc_v2. "*" is any function.
class FailurePlan {
 public:
  // The n-th call from now (1 is the next) returns the code and does nothing else; with `onwards`
  // so does every later one.
  void failAt(const std::string& function, uint64_t n, int code, bool onwards);

  // "cuMemAlloc:3:2,cuLaunchKernel:1+:719". Throws std::invalid_argument for anything else.
  void add(const std::string& plan);

  // Forgets planned failures and counts.
  void reset();

  // Counts the call. The code that it is to return, or 0 if it may go on.
  int onCall(const char* symbol);

  uint64_t calls(const std::string& function) const;

 private:
  struct Failure {
    std::string function;
    uint64_t remaining;
    int code;
    bool onwards;
  };

  std::vector<Failure> failures_;
  std::map<std::string, uint64_t> calls_;
};

// "cuMemAlloc" for "cuMemAlloc_v2".
std::string withoutVersion(const std::string& symbol);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_FAILURE_PLAN_H_
