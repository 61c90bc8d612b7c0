#include "block.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <utility>

namespace emulator {
namespace {

using kernel::u32;
using kernel::u64;
using kernel::u8;

// All ones is NaN as float, double, f16 and bf16, and no plausible index.
constexpr int kPoison = 0xFF;
// Iterations of loops between two looks at the clock and at the other threads.
constexpr u32 kFuel = 1 << 16;
constexpr int kTurns = 64;
// For functions that call themselves: how deep can't be known.
constexpr size_t kCalleeLocalBytes = 64 << 10;

size_t round_up(size_t value, size_t to) { return (value + to - 1) / to * to; }

// Fibers outlive a launch: taking stacks from the system costs more than most kernels.
std::vector<std::unique_ptr<FiberSlot>>& free_slots() {
  thread_local std::vector<std::unique_ptr<FiberSlot>> slots;
  return slots;
}

FiberSlot* take_slot() {
  auto& slots = free_slots();
  if (slots.empty()) {
    return std::make_unique<FiberSlot>().release();
  }
  FiberSlot* slot = slots.back().release();
  slots.pop_back();
  return slot;
}

void give_back(FiberSlot* slot) { free_slots().emplace_back(slot); }

std::chrono::seconds launch_timeout() {
  const char* seconds = std::getenv("EMULATED_CUDA_LAUNCH_TIMEOUT");
  return std::chrono::seconds(seconds == nullptr ? 60 : std::max(1L, std::atol(seconds)));
}

std::string triple(const u32* v) {
  return "(" + std::to_string(v[0]) + "," + std::to_string(v[1]) + "," + std::to_string(v[2]) + ")";
}

}  // namespace

Block::Block(const GridTask& task)
    : task_(task), random_(task.launch.seed), shared_(nullptr, &std::free) {
  const Dim3 size = task.launch.block;
  const size_t count = static_cast<size_t>(size.x) * size.y * size.z;
  shared_window_ =
      round_up(task.translation.dynamic_shared_begin + task.launch.dynamic_shared + 64, 1024);
  shared_.reset(static_cast<u8*>(std::aligned_alloc(1024, shared_window_)));
  ranges_.resize(task.translation.sites.size());
  parameters_ = task.launch.parameters;
  local_stride_ =
      round_up(task.kernel.local_bytes + 16 + (task.kernel.uses_calls ? kCalleeLocalBytes : 0), 64);
  if (task.kernel.local_bytes > 0) {
    local_.reset(new u8[local_stride_ * count + 64]);
  }
  threads_.resize(count);
  warps_.resize((count + 31) / 32);
  order_.resize(count);
  std::iota(order_.begin(), order_.end(), 0u);
  if (task.launch.order == ThreadOrder::kReverse) {
    std::reverse(order_.begin(), order_.end());
  }
  for (u32 i = 0; i < count; ++i) {
    BlockThread& thread = threads_[i];
    thread.block = this;
    thread.index = i;
    kernel::Thread& context = thread.context;
    context = {};
    context.tid[0] = i % size.x;
    context.tid[1] = i / size.x % size.y;
    context.tid[2] = i / size.x / size.y;
    context.lane = i % 32;
    context.warp = i / 32;
    context.ntid[0] = size.x;
    context.ntid[1] = size.y;
    context.ntid[2] = size.z;
    context.nctaid[0] = task.launch.grid.x;
    context.nctaid[1] = task.launch.grid.y;
    context.nctaid[2] = task.launch.grid.z;
    context.fuel = kFuel;
    context.dynamic_shared_bytes = static_cast<u32>(task.launch.dynamic_shared);
    context.ranges = ranges_.data();
    context.parameters = parameters_.data();
    context.shared = shared_.get();
    context.shared_window = shared_window_;
    context.variables = task.variable_addresses.data();
    context.services = &device_services();
    context.fiber = &thread;
  }
}

Block::~Block() {
  // Fibers that a fault has left behind are dropped: generated code owns nothing.
  for (BlockThread& thread : threads_) {
    if (thread.slot != nullptr) {
      give_back(thread.slot);
    }
  }
}

void Block::prepare(Dim3 index) {
  for (const ptx::SharedRange& range : task_.kernel.shared) {
    std::memset(shared_.get() + range.begin, kPoison, range.end - range.begin);
  }
  std::memset(shared_.get() + task_.translation.dynamic_shared_begin, kPoison,
              task_.launch.dynamic_shared);
  if (barriers_in_use_ > 0) {
    barriers_ = {};  // threads that only arrived, and no one who waited
    barriers_in_use_ = 0;
  }
  u8* local = local_.get() + (64 - reinterpret_cast<u64>(local_.get()) % 64) % 64;
  for (BlockThread& thread : threads_) {
    kernel::Thread& context = thread.context;
    context.ctaid[0] = index.x;
    context.ctaid[1] = index.y;
    context.ctaid[2] = index.z;
    context.local_begin = local_ == nullptr ? nullptr : local + thread.index * local_stride_;
    context.local_end = context.local_begin;
    context.depth = 0;
    thread.state = BlockThread::State::kReady;
    warps_[context.warp].alive |= 1u << context.lane;
  }
  unfinished_ = static_cast<u32>(threads_.size());
  progress_time_ = std::chrono::steady_clock::now();
}

// Threads of one warp are next to each other in order_; in random order, all are mixed.
size_t Block::segment_after(size_t begin) const {
  size_t end = order_.size();
  if (task_.launch.order != ThreadOrder::kRandom) {
    end = begin;
    while (end < order_.size() && order_[end] / 32 == order_[begin] / 32) {
      ++end;
    }
  }
  return end;
}

// Runs each thread that is ready until it waits. False where none was ready.
bool Block::run_segment(size_t begin) {
  bool ran = false;
  for (cursor_ = begin; cursor_ < segment_end_; ++cursor_) {
    BlockThread& thread = threads_[order_[cursor_]];
    if (thread.state == BlockThread::State::kReady) {
      resume(thread);
      ran = true;
    }
  }
  return ran;
}

void Block::run(Dim3 index) {
  prepare(index);
  while (unfinished_ > 0) {
    if (task_.launch.order == ThreadOrder::kRandom) {
      std::shuffle(order_.begin(), order_.end(), random_);
    }
    bool ran = false;
    for (size_t begin = 0; begin < order_.size(); begin = segment_end_) {
      segment_end_ = segment_after(begin);
      // A warp stays until all its lanes wait for others: its data is in the caches. Not for ever,
      // since it may spin until another warp has done something.
      for (int turn = 0; turn < kTurns && run_segment(begin); ++turn) {
        ran = true;
      }
    }
    if (!ran) {
      throw DeviceFault(FaultCode::kLaunchFailed, "kernel " + task_.kernel.name + ", block " +
                                                      triple(threads_[0].context.ctaid) +
                                                      ": deadlock: " + who_waits());
    }
  }
}

void Block::fiber_main(void* argument) {
  auto* const slot = static_cast<FiberSlot*>(argument);
  Block& block = *slot->thread->block;
  for (;;) {
    BlockThread& thread = *slot->thread;
    block.task_.function(&thread.context);
    block.mark_done(thread);
    // The scheduler would start the next thread now: start it here.
    BlockThread* next = nullptr;
    if (block.cursor_ + 1 < block.segment_end_) {
      next = &block.threads_[block.order_[block.cursor_ + 1]];
    }
    if (next == nullptr || next->slot != nullptr || next->state != BlockThread::State::kReady) {
      block.leave(thread);
    }
    ++block.cursor_;
    thread.slot = nullptr;
    next->slot = slot;
    slot->thread = next;
  }
}

void Block::resume(BlockThread& thread) {
  if (thread.slot == nullptr) {
    thread.slot = take_slot();
    thread.slot->thread = &thread;
    thread.slot->fiber.start(thread.slot->stack, fiber_main, thread.slot);
  }
  running_ = thread.slot;
  Fiber::change(scheduler_, running_->fiber);
  if (fault_ != nullptr) {
    throw DeviceFault(fault_->code, fault_->message);
  }
  BlockThread& last = *running_->thread;
  if (last.state == BlockThread::State::kDone) {
    give_back(running_);
    last.slot = nullptr;
  }
}

void Block::leave(BlockThread& thread) {
  Fiber::change(thread.slot->fiber, scheduler_);
  std::abort();  // a fiber that was left for good is never resumed
}

void Block::wake(BlockThread& thread) {
  if (thread.state == BlockThread::State::kWaiting) {
    thread.state = BlockThread::State::kReady;
  }
}

void Block::mark_done(BlockThread& thread) {
  thread.state = BlockThread::State::kDone;
  --unfinished_;
  ++progress_;
  WarpState& warp = warps_[thread.context.warp];
  warp.alive &= ~(1u << thread.context.lane);
  // Those who wait for this thread wait no longer: one that has exited counts as arrived.
  if (warp.meeting > 0) {
    for (WarpGroup& group : warp.groups) {
      if ((group.mask >> thread.context.lane & 1) != 0) {
        complete_group(warp, thread.context.warp, group);
      }
    }
  }
  if (barriers_in_use_ > 0) {
    for (BarrierState& barrier : barriers_) {
      if (barrier.arrived > 0) {
        complete_barrier(barrier);
      }
    }
  }
}

void Block::finish(BlockThread& thread) {
  mark_done(thread);
  leave(thread);
}

void Block::fail(BlockThread& thread, u32 site, FaultCode code, const std::string& problem) {
  fault_ = std::make_unique<Fault>(Fault{code, name(thread) + ": " + problem + "; " + at(site)});
  leave(thread);
}

void Block::refuel(BlockThread& thread, u32 site) {
  thread.context.fuel = kFuel;
  const auto now = std::chrono::steady_clock::now();
  if (progress_ != progress_seen_) {
    progress_seen_ = progress_;
    progress_time_ = now;
  }
  if (now - progress_time_ > launch_timeout()) {
    fail(thread, site, FaultCode::kLaunchTimeout,
         "no thread has finished or passed a barrier for " +
             std::to_string(launch_timeout().count()) +
             " s: an endless loop? (EMULATED_CUDA_LAUNCH_TIMEOUT sets the seconds)");
  }
  Fiber::change(thread.slot->fiber, scheduler_);
}

u8* Block::enter_local(BlockThread& thread, u32 site, u64 bytes) {
  kernel::Thread& context = thread.context;
  u8* const begin = context.local_end;
  const size_t used = static_cast<size_t>(begin - context.local_begin) + round_up(bytes, 16);
  if (local_ == nullptr || used > local_stride_) {
    fail(thread, site, FaultCode::kLaunchFailed,
         "local memory of " + std::to_string(local_stride_) +
             " bytes is full: a function that calls itself too often?");
  }
  std::memset(begin, kPoison, bytes);
  context.local_end = begin + round_up(bytes, 16);
  return begin;
}

std::string Block::name(const BlockThread& thread) const {
  return "kernel " + task_.kernel.name + ", block " + triple(thread.context.ctaid) + ", thread " +
         triple(thread.context.tid);
}

std::string Block::at(u32 site) const {
  const ptx::Site& where = task_.translation.sites[site];
  return "PTX line " + std::to_string(where.line) + ": `" + where.text + "`";
}

std::string Block::who_waits() const {
  std::map<u32, std::vector<const BlockThread*>> by_site;
  for (const BlockThread& thread : threads_) {
    if (thread.state == BlockThread::State::kWaiting) {
      by_site[thread.site].push_back(&thread);
    }
  }
  std::string text;
  for (const auto& [site, waiting] : by_site) {
    const BlockThread& first = *waiting.front();
    text += std::to_string(waiting.size()) + " of " + std::to_string(threads_.size()) +
            " threads, the first of them " + triple(first.context.tid) + ", wait at " + at(site);
    if (first.mask != 0) {
      char mask[64];
      const WarpState& warp = warps_[first.context.warp];
      u32 arrived = 0;
      for (const WarpGroup& group : warp.groups) {
        arrived |= group.mask == first.mask ? group.arrived : 0;
      }
      std::snprintf(mask, sizeof mask, " (mask 0x%08x, missing lanes 0x%08x)", first.mask,
                    first.mask & warp.alive & ~arrived);
      text += mask;
    }
    text += "; ";
  }
  return text + std::to_string(threads_.size() - unfinished_) + " have exited";
}

}  // namespace emulator
