#ifndef EMULATOR_DEVICE_MEMORY_MAP_H_
#define EMULATOR_DEVICE_MEMORY_MAP_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace emulator {

// Half-open range [begin, end) of addresses in which an access of a kind is allowed.
struct MemoryRange {
  uintptr_t begin = 0;
  uintptr_t end = 0;
};

// What the allocator tells a running kernel about memory. It doesn't change during a launch, so a
// launch may remember what it was told.
class MemoryMap {
 public:
  virtual ~MemoryMap() = default;

  // True where all of [address, address + bytes) lies in one live allocation that kernels may read.
  virtual bool readable(uintptr_t address, size_t bytes) const = 0;

  // Same for writing.
  virtual bool writable(uintptr_t address, size_t bytes) const = 0;

  // For messages: the allocation at or nearest to the address, its size, and whether it was freed.
  virtual std::string describe(uintptr_t address) const = 0;

  // The exact allocation around an address, which spares a call of readable/writable for each
  // access: every access inside the range must be readable (and writable, if `write`). Empty, the
  // default, means that each access is asked for on its own; right, but slower.
  virtual MemoryRange around(uintptr_t /*address*/, bool /*write*/) const { return {}; }
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_MEMORY_MAP_H_
