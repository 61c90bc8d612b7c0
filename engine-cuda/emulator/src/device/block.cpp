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
// For functions that call themselves: how deep can't be known.
constexpr size_t kCalleeLocalBytes = 64 << 10;

size_t round_up(size_t value, size_t to) { return (value + to - 1) / to * to; }

// Stacks outlive a launch: taking them from the system costs more than most kernels.
FiberStacks& free_stacks() {
  thread_local FiberStacks stacks;
  return stacks;
}

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
  local_stride_ = round_up(
      task.kernel.local_bytes + 16 + (task.kernel.uses_calls ? kCalleeLocalBytes : 0), 64);
  local_.resize(task.kernel.local_bytes == 0 ? 0 : local_stride_ * count + 64);
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
    if (thread.stack != nullptr) {
      free_stacks().give_back(std::move(*thread.stack));
    }
  }
}

void Block::prepare(Dim3 index) {
  for (const ptx::SharedRange& range : task_.kernel.shared) {
    std::memset(shared_.get() + range.begin, kPoison, range.end - range.begin);
  }
  std::memset(shared_.get() + task_.translation.dynamic_shared_begin, kPoison,
              task_.launch.dynamic_shared);
  for (WarpState& warp : warps_) {
    warp = WarpState();
  }
  for (BarrierState& barrier : barriers_) {
    barrier = BarrierState();
  }
  u8* local = local_.data() + (64 - reinterpret_cast<u64>(local_.data()) % 64) % 64;
  for (BlockThread& thread : threads_) {
    kernel::Thread& context = thread.context;
    context.ctaid[0] = index.x;
    context.ctaid[1] = index.y;
    context.ctaid[2] = index.z;
    context.local_begin = local_.empty() ? nullptr : local + thread.index * local_stride_;
    context.local_end = context.local_begin;
    thread.state = BlockThread::State::kReady;
    warps_[context.warp].alive |= 1u << context.lane;
  }
  unfinished_ = static_cast<u32>(threads_.size());
  last_progress_ = std::chrono::steady_clock::now();
}

void Block::run(Dim3 index) {
  prepare(index);
  while (unfinished_ > 0) {
    if (task_.launch.order == ThreadOrder::kRandom) {
      std::shuffle(order_.begin(), order_.end(), random_);
    }
    bool ran = false;
    for (const u32 i : order_) {
      if (threads_[i].state == BlockThread::State::kReady) {
        resume(threads_[i]);
        ran = true;
      }
    }
    if (!ran) {
      throw DeviceFault(FaultCode::kLaunchFailed,
                        "kernel " + task_.kernel.name + ", block " +
                            triple(threads_[0].context.ctaid) + ": deadlock: " + who_waits());
    }
  }
}

void Block::start(BlockThread& thread) {
  thread.stack = std::make_unique<FiberStack>(free_stacks().take());
  thread.fiber.start(
      *thread.stack,
      [](void* argument) {
        auto& self = *static_cast<BlockThread*>(argument);
        self.block->task_.function(&self.context);
        self.block->finish(self);
      },
      &thread);
}

void Block::resume(BlockThread& thread) {
  if (thread.stack == nullptr) {
    start(thread);
  }
  Fiber::change(scheduler_, thread.fiber);
  if (fault_ != nullptr) {
    throw DeviceFault(fault_->code, fault_->message);
  }
  if (thread.state == BlockThread::State::kDone) {
    free_stacks().give_back(std::move(*thread.stack));
    thread.stack = nullptr;
  }
}

void Block::leave(BlockThread& thread) {
  Fiber::change(thread.fiber, scheduler_);
  std::abort();  // a fiber that was left for good is never resumed
}

void Block::wait(BlockThread& thread, u32 site) {
  thread.state = BlockThread::State::kWaiting;
  thread.site = site;
  Fiber::change(thread.fiber, scheduler_);
}

void Block::wake(BlockThread& thread) {
  if (thread.state == BlockThread::State::kWaiting) {
    thread.state = BlockThread::State::kReady;
  }
}

void Block::finish(BlockThread& thread) {
  thread.state = BlockThread::State::kDone;
  --unfinished_;
  last_progress_ = std::chrono::steady_clock::now();
  WarpState& warp = warps_[thread.context.warp];
  warp.alive &= ~(1u << thread.context.lane);
  // Those who wait for this thread wait no longer: one that has exited counts as arrived.
  for (WarpGroup& group : warp.groups) {
    if ((group.mask >> thread.context.lane & 1) != 0) {
      complete_group(warp, thread.context.warp, group);
    }
  }
  for (BarrierState& barrier : barriers_) {
    if (barrier.arrived > 0) {
      complete_barrier(barrier);
    }
  }
  leave(thread);
}

void Block::fail(BlockThread& thread, u32 site, FaultCode code, const std::string& problem) {
  fault_ = std::make_unique<Fault>(Fault{code, name(thread) + ": " + problem + "; " + at(site)});
  leave(thread);
}

void Block::refuel(BlockThread& thread, u32 site) {
  thread.context.fuel = kFuel;
  if (std::chrono::steady_clock::now() - last_progress_ > launch_timeout()) {
    fail(thread, site, FaultCode::kLaunchTimeout,
         "no thread has finished or passed a barrier for " +
             std::to_string(launch_timeout().count()) +
             " s: an endless loop? (EMULATED_CUDA_LAUNCH_TIMEOUT sets the seconds)");
  }
  Fiber::change(thread.fiber, scheduler_);
}

u8* Block::enter_local(BlockThread& thread, u32 site, u64 bytes) {
  kernel::Thread& context = thread.context;
  u8* const begin = context.local_end;
  const size_t used = static_cast<size_t>(begin - context.local_begin) + round_up(bytes, 16);
  if (local_.empty() || used > local_stride_) {
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
