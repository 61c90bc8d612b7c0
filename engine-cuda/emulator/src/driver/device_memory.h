#ifndef EMULATOR_DRIVER_DEVICE_MEMORY_H_
#define EMULATOR_DRIVER_DEVICE_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "../device/memory_map.h"

namespace emulator {

// Memory that the device may touch: its own, page-locked host memory (CUDA maps that into the
// device's address space), and the variables of modules.
enum class MemoryKind { kDevice, kPageLocked, kRegistered, kVariable, kConstantVariable };

// kPending: allocated in stream order by work that hasn't run yet.
enum class MemoryState { kPending, kLive, kFreed };

struct Allocation {
  uintptr_t address = 0;
  size_t bytes = 0;
  MemoryKind kind = MemoryKind::kDevice;
  MemoryState state = MemoryState::kLive;
  const void* owner = nullptr;  // the context
  uint64_t serial = 0;          // counts allocations, for messages
  unsigned flags = 0;           // cuMemHostAlloc's

  bool pageLocked() const {
    return kind == MemoryKind::kPageLocked || kind == MemoryKind::kRegistered;
  }
};

// Hands out address ranges that aren't reused for as long as possible, each with inaccessible pages
// before and after; fresh memory is all ones (NaN in every float format, -1 as an integer).
class DeviceMemory : public MemoryMap {
 public:
  DeviceMemory();

  void setLimit(size_t bytes) { limit_ = bytes; }
  size_t limit() const { return limit_; }
  size_t used() const { return used_; }
  size_t peak() const { return peak_; }
  void resetPeak() { peak_ = used_; }

  // 0 where the limit or the address range is exhausted.
  uintptr_t allocate(size_t bytes, const void* owner, bool pending);
  void activate(uintptr_t address);
  // The exact start of a live or pending device allocation.
  void release(uintptr_t address);

  // 0 where the host has no memory left.
  uintptr_t allocatePageLocked(size_t bytes, unsigned flags, const void* owner);
  void releasePageLocked(uintptr_t address);

  // Memory of others that the device may touch from now on.
  void add(uintptr_t address, size_t bytes, MemoryKind kind, const void* owner);
  void remove(uintptr_t address);

  // The allocation, not freed, that holds the address, or null.
  const Allocation* find(uintptr_t address) const;
  // The same, if it holds the whole range.
  const Allocation* find(uintptr_t address, size_t bytes) const;

  // True if any byte of the range is in the part of the address space that device memory is in.
  bool overlapsArena(uintptr_t address, size_t bytes) const;

  void forEach(const std::function<void(const Allocation&)>& visit) const;
  size_t count(bool page_locked) const;
  size_t bytes(bool page_locked) const;

  bool readable(uintptr_t address, size_t bytes) const override;
  bool writable(uintptr_t address, size_t bytes) const override;
  std::string describe(uintptr_t address) const override;
  MemoryRange around(uintptr_t address, bool write) const override;

 private:
  uintptr_t reserve(size_t bytes);
  void forgetFreed(uintptr_t begin, uintptr_t end);

  uintptr_t arena_ = 0;
  uintptr_t cursor_ = 0;
  size_t limit_ = 0;
  size_t used_ = 0;
  size_t peak_ = 0;
  uint64_t serial_ = 0;
  // By address; freed ones stay, for messages, until their addresses are given again.
  std::map<uintptr_t, Allocation> allocations_;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_DEVICE_MEMORY_H_
