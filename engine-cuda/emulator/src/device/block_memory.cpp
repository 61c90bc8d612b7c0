// Which addresses a thread may access, and what to say when it accesses another.
#include <cstdio>

#include "block.h"

namespace emulator {
namespace {

using kernel::u32;
using kernel::u64;

std::string hexadecimal(u64 value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

bool contains(const MemoryRange& range, u64 address, u64 bytes) {
  return address >= range.begin && address + bytes <= range.end && address + bytes >= address;
}

const char* verb(ptx::Access access) {
  return access == ptx::Access::kRead    ? "read"
         : access == ptx::Access::kWrite ? "write"
                                         : "atomic access";
}

}  // namespace

// Among shared addresses: the variable, or the dynamic memory, that holds the access; else empty.
MemoryRange Block::shared_range(u64 address, u64 bytes) const {
  for (const ptx::SharedRange& range : task_.kernel.shared) {
    if (contains({range.begin, range.end}, address, bytes)) {
      return {range.begin, range.end};
    }
  }
  const u64 begin = task_.translation.dynamic_shared_begin;
  const MemoryRange dynamic{begin, begin + task_.launch.dynamic_shared};
  return contains(dynamic, address, bytes) ? dynamic : MemoryRange{};
}

// Among host addresses: what holds the access and may be remembered; else empty.
MemoryRange Block::host_range(u64 address, const ptx::Site& site) const {
  const bool write = site.access != ptx::Access::kRead;
  const auto shared = reinterpret_cast<u64>(shared_.get());
  if (site.space == ptx::Space::kGeneric && address - shared < shared_window_) {
    const MemoryRange range = shared_range(address - shared, site.bytes);
    return range.end == 0 ? range : MemoryRange{shared + range.begin, shared + range.end};
  }
  const auto parameters = reinterpret_cast<u64>(parameters_.data());
  const MemoryRange block{parameters, parameters + parameters_.size()};
  if (!write && site.space != ptx::Space::kConstant && contains(block, address, site.bytes)) {
    return block;
  }
  for (const Variable& variable : task_.variables) {
    const MemoryRange range{variable.address, variable.address + variable.size};
    if (contains(range, address, site.bytes) && !(write && variable.constant)) {
      return range;
    }
  }
  if (site.space == ptx::Space::kConstant || site.space == ptx::Space::kParameter) {
    return {};
  }
  const MemoryRange range = task_.memory.around(address, write);
  return contains(range, address, site.bytes) ? range : MemoryRange{};
}

void Block::resolve(BlockThread& thread, u32 site_index, u64 address) {
  const ptx::Site& site = task_.translation.sites[site_index];
  if (address % site.bytes != 0) {
    fail(thread, site_index, FaultCode::kMisalignedAddress,
         std::string(verb(site.access)) + " of " + std::to_string(site.bytes) + " bytes at " +
             hexadecimal(address) + " is misaligned; " + describe(thread, site, address));
  }
  const MemoryRange range = site.space == ptx::Space::kShared  ? shared_range(address, site.bytes)
                            : site.space == ptx::Space::kLocal ? MemoryRange{}
                                                               : host_range(address, site);
  if (range.end != 0) {
    ranges_[site_index] = {range.begin, range.end - range.begin - site.bytes + 1};
    return;
  }
  const MemoryRange local{reinterpret_cast<u64>(thread.context.local_begin),
                          reinterpret_cast<u64>(thread.context.local_end)};
  if (site.space == ptx::Space::kGeneric && contains(local, address, site.bytes)) {
    return;
  }
  const bool external = site.space == ptx::Space::kGlobal || site.space == ptx::Space::kGeneric;
  const bool write = site.access != ptx::Access::kRead;
  if (external && (write ? task_.memory.writable(address, site.bytes)
                         : task_.memory.readable(address, site.bytes))) {
    return;
  }
  fail(thread, site_index, FaultCode::kIllegalAddress,
       "illegal " + std::string(verb(site.access)) + " of " + std::to_string(site.bytes) +
           " bytes at " + hexadecimal(address) + "; " + describe(thread, site, address));
}

std::string Block::describe(const BlockThread& thread, const ptx::Site& site, u64 address) const {
  const auto shared = reinterpret_cast<u64>(shared_.get());
  const bool generic_shared =
      site.space == ptx::Space::kGeneric && address - shared < shared_window_;
  if (site.space == ptx::Space::kShared || generic_shared) {
    const u64 inside = generic_shared ? address - shared : address;
    for (const ptx::SharedRange& range : task_.kernel.shared) {
      if (inside >= range.begin && inside < range.end + 64) {
        return "shared variable " + range.name + " has " + std::to_string(range.end - range.begin) +
               " bytes, this is byte " + std::to_string(inside - range.begin);
      }
    }
    const u64 begin = task_.translation.dynamic_shared_begin;
    return "dynamic shared memory has " + std::to_string(task_.launch.dynamic_shared) + " bytes" +
           (inside >= begin ? ", this is byte " + std::to_string(inside - begin) : "");
  }
  if (site.space == ptx::Space::kLocal) {
    return "the thread's local memory is " +
           hexadecimal(reinterpret_cast<u64>(thread.context.local_begin)) + " to " +
           hexadecimal(reinterpret_cast<u64>(thread.context.local_end));
  }
  for (const Variable& variable : task_.variables) {
    if (address + 64 >= variable.address && address < variable.address + variable.size + 64) {
      return std::string(variable.constant ? "constant" : "global") + " variable " + variable.name +
             " of " + std::to_string(variable.size) + " bytes begins at " +
             hexadecimal(variable.address);
    }
  }
  return task_.memory.describe(address);
}

}  // namespace emulator
