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

inline bool is_shared(const Thread* t, u64 address) {
  return address - reinterpret_cast<u64>(t->shared) < t->shared_window;
}
inline bool is_local(const Thread* t, u64 address) {
  return address >= reinterpret_cast<u64>(t->local_begin) &&
         address < reinterpret_cast<u64>(t->local_end);
}

// Gives back a function's local memory when it returns.
class LocalFrame {
 public:
  explicit LocalFrame(Thread* t) : thread_(t), end_(t->local_end) { ++t->depth; }
  ~LocalFrame() {
    thread_->local_end = end_;
    --thread_->depth;
  }

 private:
  Thread* thread_;
  u8* end_;
};

// Calls of printf and assert, whose arguments and results lie in .param variables.
inline void print(Thread* t, u8* result, const u8* format, const u8* arguments) {
  put<s32>(result, t->services->print(t, get<u64>(format), get<u64>(arguments)));
}
inline void assert_failed(Thread* t, u32 site, const u8* message, const u8* file, const u8* line,
                          const u8* function, const u8* /*character_size*/) {
  t->services->assert_failed(t, site, get<u64>(message), get<u64>(file), get<u32>(line),
                             get<u64>(function));
}

// atom.inc and atom.dec.
inline u32 wrapping_increment(u32 old, u32 limit) { return old >= limit ? 0 : old + 1; }
inline u32 wrapping_decrement(u32 old, u32 limit) {
  return old == 0 || old > limit ? limit : old - 1;
}

}  // namespace emulator::kernel

#ifdef EMULATOR_EMBED_KERNEL_HEADERS
asm(".pushsection .rodata\n.hidden emulator_text_memory\n.globl "
    "emulator_text_memory\nemulator_text_memory:\n"
    ".incbin \"" __FILE__ "\"\n.byte 0\n.popsection");
#endif

#endif  // EMULATOR_DEVICE_KERNEL_MEMORY_H_
