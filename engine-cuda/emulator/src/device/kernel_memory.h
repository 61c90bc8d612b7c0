// Checked access to memory. Each function returns the host address of an access, after the check;
// `bytes` is a compile-time constant at every use.
#ifndef EMULATOR_DEVICE_KERNEL_MEMORY_H_
#define EMULATOR_DEVICE_KERNEL_MEMORY_H_

#include "kernel_bits.h"

namespace emulator::kernel {

// Global, constant and generic addresses are host addresses.
inline u8* at_global(Thread* t, u32 site, u64 address, u64 bytes) {
  const Range& range = t->ranges[site];
  if (__builtin_expect(address - range.begin >= range.count || (address & (bytes - 1)) != 0, 0)) {
    t->services->resolve(t, site, address);
  }
  return reinterpret_cast<u8*>(address);
}

// Shared addresses count from 0.
inline u8* at_shared(Thread* t, u32 site, u64 address, u64 bytes) {
  const Range& range = t->ranges[site];
  if (__builtin_expect(address - range.begin >= range.count || (address & (bytes - 1)) != 0, 0)) {
    t->services->resolve(t, site, address);
  }
  return t->shared + address;
}

// Local addresses are host addresses, other ones for each thread: nothing to remember.
inline u8* at_local(Thread* t, u32 site, u64 address, u64 bytes) {
  const u64 begin = reinterpret_cast<u64>(t->local_begin);
  const u64 end = reinterpret_cast<u64>(t->local_end);
  if (__builtin_expect(address < begin || address + bytes > end || (address & (bytes - 1)) != 0,
                       0)) {
    t->services->resolve(t, site, address);
  }
  return reinterpret_cast<u8*>(address);
}

template <class T>
inline T get(const u8* from) {
  T value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

template <class T>
inline void put(u8* to, T value) {
  __builtin_memcpy(to, &value, sizeof value);
}

// The block runs on one host thread that switches only where threads wait: plain access is atomic.
template <class T, class Operation>
inline T atomic(u8* at, Operation operation) {
  const T old = get<T>(at);
  put<T>(at, static_cast<T>(operation(old)));
  return old;
}

inline u32 wrapping_increment(u32 old, u32 limit) { return old >= limit ? 0 : old + 1; }
inline u32 wrapping_decrement(u32 old, u32 limit) {
  return old == 0 || old > limit ? limit : old - 1;
}

}  // namespace emulator::kernel

#endif  // EMULATOR_DEVICE_KERNEL_MEMORY_H_
