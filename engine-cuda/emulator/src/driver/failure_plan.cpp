#include "failure_plan.h"

#include <cstdio>
#include <sstream>
#include <stdexcept>

namespace emulator {

std::string withoutVersion(const std::string& symbol) {
  size_t end = symbol.size();
  if (end > 3 && symbol[end - 3] == '_' && symbol[end - 2] == 'v' && symbol[end - 1] >= '0' &&
      symbol[end - 1] <= '9') {
    return symbol.substr(0, end - 3);
  }
  return symbol;
}

void FailurePlan::failAt(const std::string& function, uint64_t n, int code, bool onwards) {
  if (n == 0) throw std::invalid_argument("failure of " + function + ": calls count from 1");
  if (code == 0) throw std::invalid_argument("failure of " + function + ": code 0 is success");
  failures_.push_back({withoutVersion(function), n, code, onwards});
}

void FailurePlan::add(const std::string& plan) {
  std::istringstream entries(plan);
  std::string entry;
  while (std::getline(entries, entry, ',')) {
    char function[128];
    unsigned long long n = 0;
    char plus = 0;
    int code = 0;
    int used = 0;
    bool once = std::sscanf(entry.c_str(), "%127[^:]:%llu:%d%n", function, &n, &code, &used) == 3;
    bool onwards = false;
    if (!once) {
      onwards = std::sscanf(entry.c_str(), "%127[^:]:%llu%c:%d%n", function, &n, &plus, &code,
                            &used) == 4 &&
                plus == '+';
    }
    if ((!once && !onwards) || static_cast<size_t>(used) != entry.size()) {
      throw std::invalid_argument("planned failure '" + entry +
                                  "': expected function:n:code or function:n+:code, such as "
                                  "cuMemAlloc:3:2");
    }
    failAt(function, n, code, onwards);
  }
}

void FailurePlan::reset() {
  failures_.clear();
  calls_.clear();
}

int FailurePlan::onCall(const char* symbol) {
  std::string function = withoutVersion(symbol);
  ++calls_[function];
  int code = 0;
  for (Failure& failure : failures_) {
    if (failure.remaining == 0 || (failure.function != "*" && failure.function != function)) {
      continue;
    }
    if (failure.remaining > 1) {
      --failure.remaining;
      continue;
    }
    if (!failure.onwards) failure.remaining = 0;
    if (code == 0) code = failure.code;
  }
  return code;
}

uint64_t FailurePlan::calls(const std::string& function) const {
  auto found = calls_.find(withoutVersion(function));
  return found == calls_.end() ? 0 : found->second;
}

}  // namespace emulator
