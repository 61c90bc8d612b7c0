// What translated kernels and the device that runs them agree on. This file and its kernel_*.h
// sisters are compiled into the emulator, and their text is put before the translated modules, so
// that both sides have one definition. They include no standard header: that would double the time
// to compile a small module.
#ifndef EMULATOR_DEVICE_KERNEL_ABI_H_
#define EMULATOR_DEVICE_KERNEL_ABI_H_

namespace emulator::kernel {

using u8 = unsigned char;
using u16 = unsigned short;
using u32 = unsigned int;
using u64 = unsigned long;
using s8 = signed char;
using s16 = short;
using s32 = int;
using s64 = long;
using f32 = float;
using f64 = double;

static_assert(sizeof(u64) == 8 && sizeof(u32) == 4, "kernels assume 64-bit long, 32-bit int");

// Where an instruction's last access was found valid: `count` starting addresses from `begin` on.
// Empty at launch. Each instruction has its own, since it mostly stays within one allocation.
struct Range {
  u64 begin;
  u64 count;
};

enum class ShuffleMode : u32 { kUp, kDown, kButterfly, kIndex };
enum class VoteMode : u32 { kAll, kAny, kUniform, kBallot };
enum class ReduceMode : u32 { kAdd, kMin, kMax, kAnd, kOr, kXor };

struct Thread;

// The device's services, called through pointers because the kernel's library links to nothing.
// `site` numbers the instruction, for messages and to tell apart who waits where.
struct Services {
  // Finds the range for ranges[site] around the address, or ends the launch with a fault.
  void (*resolve)(Thread*, u32 site, u64 address);
  // count 0: all threads of the block.
  void (*barrier)(Thread*, u32 site, u32 id, u32 count, bool arrive_only);
  // reduce: kAdd counts the true predicates, kAnd and kOr combine them.
  u32 (*barrier_reduce)(Thread*, u32 site, u32 id, u32 count, ReduceMode, bool predicate);
  void (*warp_barrier)(Thread*, u32 site, u32 mask);
  u32 (*shuffle)(Thread*, u32 site, ShuffleMode, u32 value, u32 lane, u32 clamp, u32 mask,
                 bool* in_range);
  u32 (*vote)(Thread*, u32 site, VoteMode, bool predicate, u32 mask);
  u32 (*match)(Thread*, u32 site, bool all, u64 value, u32 mask, bool* same);
  u32 (*reduce)(Thread*, u32 site, ReduceMode, bool is_signed, u32 value, u32 mask);
  // Poisoned local memory, until the function returns.
  u8* (*enter_local)(Thread*, u32 site, u64 bytes);
  void (*exit)(Thread*);
  void (*trap)(Thread*, u32 site);
  // A call deeper than kMostCalls.
  void (*too_deep)(Thread*, u32 site);
  // Called when Thread::fuel has run out: lets other threads run, and ends endless loops.
  void (*refuel)(Thread*, u32 site);
  u64 (*clock)(Thread*);
  s32 (*print)(Thread*, u64 format, u64 arguments);
  void (*assert_failed)(Thread*, u32 site, u64 message, u64 file, u32 line, u64 function);
};

// Calls within each other, kernel included, until the device's stack is said to be full.
constexpr u32 kMostCalls = 500;

struct Thread {
  u32 tid[3];
  u32 ctaid[3];
  u32 ntid[3];
  u32 nctaid[3];
  u32 lane;
  u32 warp;
  // Iterations of loops until refuel is called.
  u32 fuel;
  u32 dynamic_shared_bytes;
  // Functions entered and not left.
  u32 depth;
  Range* ranges;
  u8* parameters;
  // Host address of shared address 0.
  u8* shared;
  // Size of the address range that shared memory may lie in.
  u64 shared_window;
  // Local memory in use: [local_begin, local_end), growing with calls.
  u8* local_begin;
  u8* local_end;
  // Host addresses of the module's variables, in declaration order.
  u8* const* variables;
  const Services* services;
  // The device's own state of this thread.
  void* fiber;
};

}  // namespace emulator::kernel

#ifdef EMULATOR_EMBED_KERNEL_HEADERS
asm(".pushsection .rodata\n.hidden emulator_text_abi\n.globl "
    "emulator_text_abi\nemulator_text_abi:\n"
    ".incbin \"" __FILE__ "\"\n.byte 0\n.popsection");
#endif

#endif  // EMULATOR_DEVICE_KERNEL_ABI_H_
