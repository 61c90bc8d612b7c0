#include "harness.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace emulator::test {

void Report::check(bool holds, const std::string& what, const std::string& expected,
                   const std::string& found) {
  ++checks_;
  if (!holds) {
    ++failures_;
    std::cout << "FAILED " << name_ << ": " << what << "\n  expected " << expected
              << "\n  found    " << found << "\n";
  }
}

int Report::result() const {
  std::cout << name_ << ": " << checks_ << " checks, " << failures_ << " failed\n";
  // No check at all is a failure too.
  return failures_ == 0 && checks_ > 0 ? 0 : 1;
}

TestMemory::~TestMemory() {
  for (const auto& [address, bytes] : allocations_) {
    std::free(reinterpret_cast<void*>(address));
  }
}

void* TestMemory::allocate(size_t bytes) {
  // Room behind each, so that no two allocations touch.
  const size_t reserved = (bytes + 511) / 256 * 256;
  void* memory = std::aligned_alloc(256, reserved);
  std::memset(memory, 0xFF, reserved);
  allocations_[reinterpret_cast<uintptr_t>(memory)] = bytes;
  return memory;
}

MemoryRange TestMemory::around(uintptr_t address, bool /*write*/) const {
  auto next = allocations_.upper_bound(address);
  if (next == allocations_.begin()) {
    return {};
  }
  --next;
  return address < next->first + next->second ? MemoryRange{next->first, next->first + next->second}
                                              : MemoryRange{};
}

bool TestMemory::readable(uintptr_t address, size_t bytes) const {
  const MemoryRange range = around(address, false);
  return range.end != 0 && address + bytes <= range.end;
}

bool TestMemory::writable(uintptr_t address, size_t bytes) const {
  return readable(address, bytes);
}

std::string TestMemory::describe(uintptr_t address) const {
  auto next = allocations_.upper_bound(address);
  if (next == allocations_.begin()) {
    return "no allocation there";
  }
  --next;
  return "nearest allocation " + hexadecimal(next->first) + " of " + std::to_string(next->second) +
         " bytes";
}

std::string file_contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("can't read " + path);
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string hexadecimal(uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

std::unique_ptr<Program> load(const std::string& ptx) {
  static CompileQueue queue;
  return Program::load(ptx, queue);
}

const KernelInfo& kernel_of(const Program& program, const std::string& name) {
  const KernelInfo* info = program.find(name);
  if (info == nullptr) {
    std::string names;
    for (const KernelInfo* each : program.kernels()) {
      names += " " + each->name;
    }
    throw std::runtime_error("no kernel " + name + " among" + names);
  }
  return *info;
}

}  // namespace emulator::test
