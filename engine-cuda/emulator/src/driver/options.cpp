#include "options.h"

#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace emulator {
namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& value,
                         const std::string& choices) {
  throw std::invalid_argument("EMULATED_CUDA_" + name + "=" + value + ": expected " + choices);
}

uint64_t number(const std::string& name, const std::string& value) {
  char* end = nullptr;
  errno = 0;
  uint64_t result = std::strtoull(value.c_str(), &end, 10);
  if (value.empty() || value[0] == '-' || *end != '\0' || errno != 0) {
    refuse(name, value, "a number from 0");
  }
  return result;
}

bool flag(const std::string& name, const std::string& value) {
  if (value != "0" && value != "1" && !value.empty()) refuse(name, value, "0 or 1");
  return value == "1";
}

ThreadOrder order(const std::string& name, const std::string& value) {
  if (value == "forward") return ThreadOrder::kForward;
  if (value == "reverse") return ThreadOrder::kReverse;
  if (value == "random") return ThreadOrder::kRandom;
  refuse(name, value, "forward, reverse or random");
}

bool refusesPageable(const std::string& name, const std::string& value) {
  if (value != "stage" && value != "refuse") refuse(name, value, "stage or refuse");
  return value == "refuse";
}

}  // namespace

void Options::set(const std::string& name, const std::string& value) {
  if (name == "ORDER") {
    order = emulator::order(name, value);
  } else if (name == "SEED") {
    seed = number(name, value);
  } else if (name == "EAGER") {
    eager = flag(name, value);
  } else if (name == "PAGEABLE") {
    refuse_pageable = refusesPageable(name, value);
  } else if (name == "MEMORY_MB") {
    memory_bytes = static_cast<size_t>(number(name, value)) << 20;
  } else if (name == "CAPABILITY") {
    size_t dot = value.find('.');
    if (dot == std::string::npos) refuse(name, value, "major.minor, such as 8.0");
    capability_major = static_cast<int>(number(name, value.substr(0, dot)));
    capability_minor = static_cast<int>(number(name, value.substr(dot + 1)));
  } else if (name == "LOG") {
    log = value == "0" ? "" : value;
  } else {
    throw std::invalid_argument("EMULATED_CUDA_" + name + ": no such option; see README.md");
  }
}

Options Options::fromEnvironment() {
  Options options;
  for (const char* name :
       {"ORDER", "SEED", "EAGER", "PAGEABLE", "MEMORY_MB", "CAPABILITY", "LOG"}) {
    const char* value = std::getenv((std::string("EMULATED_CUDA_") + name).c_str());
    if (value != nullptr && *value != '\0') options.set(name, value);
  }
  return options;
}

}  // namespace emulator
