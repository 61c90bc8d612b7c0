#include "device_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <sstream>

namespace emulator {
namespace {

constexpr size_t kPage = 4096;
// Addresses only: nothing of it takes memory before it is allocated.
constexpr size_t kArenaBytes = size_t{1} << 40;
// What CUDA rounds an allocation up to when it counts what is left.
constexpr size_t kGranularity = 512;
constexpr int kPoison = 0xFF;

size_t roundUp(size_t value, size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

const char* kindName(MemoryKind kind) {
  switch (kind) {
    case MemoryKind::kDevice: return "device allocation";
    case MemoryKind::kPageLocked: return "page-locked host allocation";
    case MemoryKind::kRegistered: return "registered host memory";
    case MemoryKind::kVariable: return "module variable";
    case MemoryKind::kConstantVariable: return "constant variable";
  }
  return "memory";
}

const char* stateName(MemoryState state) {
  switch (state) {
    case MemoryState::kPending: return "its stream-ordered allocation hasn't run yet";
    case MemoryState::kLive: return "live";
    case MemoryState::kFreed: return "freed";
  }
  return "";
}

std::string nameOf(const Allocation& allocation) {
  std::ostringstream text;
  text << kindName(allocation.kind) << " #" << allocation.serial << " (0x" << std::hex
       << allocation.address << std::dec << ", " << allocation.bytes << " bytes, "
       << stateName(allocation.state) << ")";
  return text.str();
}

}  // namespace

DeviceMemory::DeviceMemory() {
  void* arena = mmap(nullptr, kArenaBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                     -1, 0);
  if (arena == MAP_FAILED) throw std::bad_alloc();
  arena_ = cursor_ = reinterpret_cast<uintptr_t>(arena);
}

uintptr_t DeviceMemory::reserve(size_t bytes) {
  size_t needed = roundUp(bytes, kPage) + 2 * kPage;
  for (int round = 0; round < 2; ++round) {
    while (cursor_ + needed <= arena_ + kArenaBytes) {
      uintptr_t blocked = 0;
      for (auto at = allocations_.lower_bound(cursor_);
           at != allocations_.end() && at->first < cursor_ + needed; ++at) {
        if (at->second.state != MemoryState::kFreed) blocked = at->first + at->second.bytes;
      }
      if (blocked == 0) {
        uintptr_t begin = cursor_;
        cursor_ += needed;
        forgetFreed(begin, cursor_);
        return begin + kPage;
      }
      cursor_ = roundUp(blocked, kPage) + kPage;
    }
    cursor_ = arena_;
  }
  return 0;
}

void DeviceMemory::forgetFreed(uintptr_t begin, uintptr_t end) {
  allocations_.erase(allocations_.lower_bound(begin), allocations_.lower_bound(end));
}

uintptr_t DeviceMemory::allocate(size_t bytes, const void* owner, bool pending) {
  size_t counted = roundUp(bytes, kGranularity);
  if (counted < bytes || counted > limit_ || used_ > limit_ - counted) return 0;
  uintptr_t address = reserve(bytes);
  if (address == 0) return 0;
  if (mprotect(reinterpret_cast<void*>(address), roundUp(bytes, kPage), PROT_READ | PROT_WRITE)) {
    return 0;
  }
  std::memset(reinterpret_cast<void*>(address), kPoison, roundUp(bytes, kPage));
  allocations_[address] = {address,
                           bytes,
                           MemoryKind::kDevice,
                           pending ? MemoryState::kPending : MemoryState::kLive,
                           owner,
                           ++serial_,
                           0};
  used_ += counted;
  peak_ = std::max(peak_, used_);
  return address;
}

void DeviceMemory::activate(uintptr_t address) {
  Allocation& allocation = allocations_.at(address);
  if (allocation.state == MemoryState::kPending) allocation.state = MemoryState::kLive;
}

void DeviceMemory::release(uintptr_t address) {
  Allocation& allocation = allocations_.at(address);
  allocation.state = MemoryState::kFreed;
  used_ -= roundUp(allocation.bytes, kGranularity);
  void* start = reinterpret_cast<void*>(address);
  size_t pages = roundUp(allocation.bytes, kPage);
  madvise(start, pages, MADV_DONTNEED);
  mprotect(start, pages, PROT_NONE);
}

uintptr_t DeviceMemory::allocatePageLocked(size_t bytes, unsigned flags, const void* owner) {
  size_t pages = roundUp(bytes, kPage);
  if (pages < bytes) return 0;
  void* start = mmap(nullptr, pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return 0;
  std::memset(start, kPoison, pages);
  uintptr_t address = reinterpret_cast<uintptr_t>(start);
  add(address, bytes, MemoryKind::kPageLocked, owner);
  allocations_.at(address).flags = flags;
  return address;
}

void DeviceMemory::releasePageLocked(uintptr_t address) {
  munmap(reinterpret_cast<void*>(address), roundUp(allocations_.at(address).bytes, kPage));
  allocations_.erase(address);
}

void DeviceMemory::add(uintptr_t address, size_t bytes, MemoryKind kind, const void* owner) {
  allocations_[address] = {address, bytes, kind, MemoryState::kLive, owner, ++serial_, 0};
}

void DeviceMemory::remove(uintptr_t address) {
  allocations_.erase(address);
}

const Allocation* DeviceMemory::find(uintptr_t address) const {
  return find(address, 1);
}

const Allocation* DeviceMemory::find(uintptr_t address, size_t bytes) const {
  auto above = allocations_.upper_bound(address);
  if (above == allocations_.begin()) return nullptr;
  const Allocation& allocation = std::prev(above)->second;
  size_t offset = address - allocation.address;
  bool inside = offset < allocation.bytes && bytes <= allocation.bytes - offset;
  return inside && allocation.state != MemoryState::kFreed ? &allocation : nullptr;
}

bool DeviceMemory::overlapsArena(uintptr_t address, size_t bytes) const {
  return address < arena_ + kArenaBytes && address + bytes > arena_;
}

void DeviceMemory::forEach(const std::function<void(const Allocation&)>& visit) const {
  for (const auto& entry : allocations_) {
    if (entry.second.state != MemoryState::kFreed) visit(entry.second);
  }
}

size_t DeviceMemory::count(bool page_locked) const {
  size_t result = 0;
  forEach([&](const Allocation& allocation) {
    bool counted = page_locked ? allocation.pageLocked() : allocation.kind == MemoryKind::kDevice;
    if (counted) ++result;
  });
  return result;
}

size_t DeviceMemory::bytes(bool page_locked) const {
  size_t result = 0;
  forEach([&](const Allocation& allocation) {
    bool counted = page_locked ? allocation.pageLocked() : allocation.kind == MemoryKind::kDevice;
    if (counted) result += allocation.bytes;
  });
  return result;
}

bool DeviceMemory::readable(uintptr_t address, size_t bytes) const {
  const Allocation* allocation = find(address, bytes);
  return allocation != nullptr && allocation->state == MemoryState::kLive;
}

bool DeviceMemory::writable(uintptr_t address, size_t bytes) const {
  const Allocation* allocation = find(address, bytes);
  return allocation != nullptr && allocation->state == MemoryState::kLive &&
         allocation->kind != MemoryKind::kConstantVariable;
}

MemoryRange DeviceMemory::around(uintptr_t address, bool write) const {
  if (write ? !writable(address, 1) : !readable(address, 1)) return {};
  const Allocation* allocation = find(address);
  return {allocation->address, allocation->address + allocation->bytes};
}

std::string DeviceMemory::describe(uintptr_t address) const {
  auto above = allocations_.upper_bound(address);
  const Allocation* below = above == allocations_.begin() ? nullptr : &std::prev(above)->second;
  const Allocation* next = above == allocations_.end() ? nullptr : &above->second;
  if (below != nullptr && address - below->address < below->bytes) {
    return std::to_string(address - below->address) + " bytes into " + nameOf(*below);
  }
  bool in_arena = overlapsArena(address, 1);
  // Beside what the host allocated for itself, chance neighbours would only mislead.
  size_t near = in_arena ? size_t{1} << 20 : kPage;
  std::string neighbour;
  if (below != nullptr && address - below->address - below->bytes < near) {
    neighbour = std::to_string(address - below->address - below->bytes) +
                " bytes past the end of " + nameOf(*below);
  } else if (next != nullptr && next->address - address < near) {
    neighbour = std::to_string(next->address - address) + " bytes before " + nameOf(*next);
  }
  if (address < kPage) return "a null pointer";
  if (!in_arena) {
    return "no device memory: a host pointer, or not a pointer at all" +
           (neighbour.empty() ? "" : "; " + neighbour);
  }
  return neighbour.empty() ? "device address space where nothing was allocated" : neighbour;
}

}  // namespace emulator
