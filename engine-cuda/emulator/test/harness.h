#ifndef EMULATOR_TEST_HARNESS_H_
#define EMULATOR_TEST_HARNESS_H_

#include <map>
#include <memory>
#include <string>

#include "../src/device/memory_map.h"
#include "../src/device/program.h"

namespace emulator::test {

// Counts checks, prints each that fails as expected/found; report() is main's result.
class Report {
 public:
  explicit Report(std::string name) : name_(std::move(name)) {}
  void check(bool holds, const std::string& what, const std::string& expected,
             const std::string& found);
  // True where `text` holds `part`.
  void contains(const std::string& what, const std::string& text, const std::string& part) {
    check(text.find(part) != std::string::npos, what, "... " + part + " ...", text);
  }
  int result() const;

 private:
  std::string name_;
  int checks_ = 0;
  int failures_ = 0;
};

// An allocator with exact bounds, as the driver has one.
class TestMemory : public MemoryMap {
 public:
  ~TestMemory() override;
  // 256-byte aligned, filled with NaN.
  void* allocate(size_t bytes);

  template <class T>
  T* array(size_t length) {
    return static_cast<T*>(allocate(length * sizeof(T)));
  }

  bool readable(uintptr_t address, size_t bytes) const override;
  bool writable(uintptr_t address, size_t bytes) const override;
  std::string describe(uintptr_t address) const override;
  MemoryRange around(uintptr_t address, bool write) const override;

 private:
  std::map<uintptr_t, size_t> allocations_;
};

// The bytes of kernel arguments, each at its natural alignment.
class Parameters {
 public:
  template <class T>
  Parameters& add(T value) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(&value);
    bytes_.resize((bytes_.size() + sizeof(T) - 1) / sizeof(T) * sizeof(T));
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof(T));
    return *this;
  }
  const std::vector<unsigned char>& bytes() const { return bytes_; }

 private:
  std::vector<unsigned char> bytes_;
};

std::string file_contents(const std::string& path);
// Modules that a test loads wait for each other in one queue.
std::unique_ptr<Program> load(const std::string& ptx);
std::string hexadecimal(uint64_t value);
// The kernel, or an exception that names those there are.
const KernelInfo& kernel_of(const Program& program, const std::string& name);

}  // namespace emulator::test

#endif  // EMULATOR_TEST_HARNESS_H_
