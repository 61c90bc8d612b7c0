// What translated code calls: hands each call on to the block that its thread belongs to.
#include <chrono>
#include <cstdio>
#include <cstring>

#include "block.h"
#include "device_print.h"

namespace emulator {
namespace {

using namespace kernel;

BlockThread& self(Thread* thread) { return *static_cast<BlockThread*>(thread->fiber); }

void resolve(Thread* thread, u32 site, u64 address) {
  self(thread).block->resolve(self(thread), site, address);
}

void barrier(Thread* thread, u32 site, u32 id, u32 count, bool arrive_only) {
  BlockThread& own = self(thread);
  own.collective = {};
  own.block->barrier(own, site, id, count, arrive_only);
}

u32 barrier_reduce(Thread* thread, u32 site, u32 id, u32 count, ReduceMode mode, bool predicate) {
  BlockThread& own = self(thread);
  own.collective = {};
  own.collective.mode = static_cast<u32>(mode);
  own.collective.predicate = predicate;
  own.block->barrier(own, site, id, count, false);
  return own.collective.result;
}

void warp_barrier(Thread* thread, u32 site, u32 mask) {
  BlockThread& own = self(thread);
  own.collective = {};
  own.block->meet(own, site, mask);
}

u32 shuffle(Thread* thread, u32 site, ShuffleMode mode, u32 value, u32 lane, u32 clamp, u32 mask,
            bool* in_range) {
  BlockThread& own = self(thread);
  own.collective = {Collective::Kind::kShuffle, static_cast<u32>(mode), value, lane, clamp};
  own.block->meet(own, site, mask);
  *in_range = own.collective.flag;
  return own.collective.result;
}

u32 vote(Thread* thread, u32 site, VoteMode mode, bool predicate, u32 mask) {
  BlockThread& own = self(thread);
  own.collective = {Collective::Kind::kVote, static_cast<u32>(mode), 0, 0, 0, predicate};
  own.block->meet(own, site, mask);
  return own.collective.result;
}

u32 match(Thread* thread, u32 site, bool all, u64 value, u32 mask, bool* same) {
  BlockThread& own = self(thread);
  own.collective = {Collective::Kind::kMatch, all ? 1u : 0u, value};
  own.block->meet(own, site, mask);
  *same = own.collective.flag;
  return own.collective.result;
}

u32 reduce(Thread* thread, u32 site, ReduceMode mode, bool is_signed, u32 value, u32 mask) {
  BlockThread& own = self(thread);
  own.collective = {Collective::Kind::kReduce, static_cast<u32>(mode), value, 0, 0, is_signed};
  own.block->meet(own, site, mask);
  return own.collective.result;
}

u8* enter_local(Thread* thread, u32 site, u64 bytes) {
  return self(thread).block->enter_local(self(thread), site, bytes);
}

void exit_thread(Thread* thread) { self(thread).block->finish(self(thread)); }

void trap(Thread* thread, u32 site) {
  self(thread).block->fail(self(thread), site, FaultCode::kLaunchFailed, "the kernel trapped");
}

void too_deep(Thread* thread, u32 site) {
  self(thread).block->fail(self(thread), site, FaultCode::kLaunchFailed,
                           "the stack is full after " + std::to_string(kMostCalls) +
                               " calls within each other: a function that calls itself too often?");
}

void refuel(Thread* thread, u32 site) { self(thread).block->refuel(self(thread), site); }

u64 clock_ticks(Thread* /*thread*/) {
  return static_cast<u64>(std::chrono::steady_clock::now().time_since_epoch().count());
}

s32 print(Thread* /*thread*/, u64 format, u64 arguments) {
  const std::string text = format_device_text(reinterpret_cast<const char*>(format),
                                              reinterpret_cast<const unsigned char*>(arguments));
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
  return static_cast<s32>(text.size());
}

void assert_failed(Thread* thread, u32 site, u64 message, u64 file, u32 line, u64 function) {
  const auto text = [](u64 address) {
    return std::string(address == 0 ? "?" : reinterpret_cast<const char*>(address));
  };
  self(thread).block->fail(self(thread), site, FaultCode::kAssert,
                           text(file) + ":" + std::to_string(line) + ": " + text(function) +
                               ": assertion `" + text(message) + "` failed");
}

}  // namespace

const kernel::Services& device_services() {
  static const Services services = {
      resolve, barrier,     barrier_reduce, warp_barrier,  shuffle, vote,
      match,   reduce,      enter_local,    exit_thread,   trap,    too_deep,
      refuel,  clock_ticks, print,          assert_failed,
  };
  return services;
}

}  // namespace emulator
