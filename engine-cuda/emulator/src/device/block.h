#ifndef EMULATOR_DEVICE_BLOCK_H_
#define EMULATOR_DEVICE_BLOCK_H_

#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "device_fault.h"
#include "fiber.h"
#include "grid_task.h"

namespace emulator {

class Block;

// What a thread brings to a warp operation or a block-wide reduction, and what it takes from it.
struct Collective {
  enum class Kind { kBarrier, kShuffle, kVote, kMatch, kReduce };
  Kind kind = Kind::kBarrier;
  kernel::u32 mode = 0;
  kernel::u64 value = 0;
  kernel::u32 lane = 0;
  kernel::u32 clamp = 0;
  bool predicate = false;
  kernel::u32 result = 0;
  bool flag = false;
};

struct BlockThread;

// A fiber, its stack, and the thread that runs on it now. One that has run a thread to its end goes
// on with the next, while both are in the caches.
struct FiberSlot {
  Fiber fiber;
  FiberStack stack;
  BlockThread* thread = nullptr;
};

struct BlockThread {
  enum class State { kReady, kWaiting, kDone };
  kernel::Thread context;
  Block* block = nullptr;
  // Null before the thread has started, and after its end.
  FiberSlot* slot = nullptr;
  State state = State::kReady;
  kernel::u32 index = 0;
  // Where it waits, while it does.
  kernel::u32 site = 0;
  kernel::u32 mask = 0;
  Collective collective;
};

// Threads that wait at one of the block's 16 barriers.
struct BarrierState {
  std::vector<BlockThread*> waiting;
  kernel::u32 arrived = 0;
  kernel::u32 count = 0;
  kernel::u32 site = 0;
};

// Lanes of a warp that have met for one operation; mask 0 where the place is free.
struct WarpGroup {
  kernel::u32 mask = 0;
  kernel::u32 arrived = 0;
  kernel::u32 site = 0;
  Collective::Kind kind = Collective::Kind::kBarrier;
};

struct WarpState {
  kernel::u32 alive = 0;
  // How many of the groups are in use.
  kernel::u32 meeting = 0;
  std::array<WarpGroup, 32> groups;
};

// The threads of one block as fibers: runs each until it waits, again and again, until all are
// done. Used for one block after another of a grid.
class Block {
 public:
  explicit Block(const GridTask& task);
  ~Block();

  // Throws DeviceFault.
  void run(Dim3 index);

  // --- called from the fibers, through kernel::Services ---
  void resolve(BlockThread& thread, kernel::u32 site, kernel::u64 address);
  void barrier(BlockThread& thread, kernel::u32 site, kernel::u32 id, kernel::u32 count,
               bool arrive_only);
  // Fills thread.collective's result once all lanes in the mask have come.
  void meet(BlockThread& thread, kernel::u32 site, kernel::u32 mask);
  kernel::u8* enter_local(BlockThread& thread, kernel::u32 site, kernel::u64 bytes);
  void refuel(BlockThread& thread, kernel::u32 site);
  [[noreturn]] void finish(BlockThread& thread);
  [[noreturn]] void fail(BlockThread& thread, kernel::u32 site, FaultCode code,
                         const std::string& problem);

 private:
  void prepare(Dim3 index);
  size_t segment_after(size_t begin) const;
  bool run_segment(size_t begin);
  static void fiber_main(void* slot);
  void mark_done(BlockThread& thread);
  void resume(BlockThread& thread);
  // Both change to another fiber; inline, so that few returns follow.
  inline void wait(BlockThread& thread, kernel::u32 site);
  inline Fiber& next_fiber();
  void wake(BlockThread& thread);
  [[noreturn]] void leave(BlockThread& thread);
  void complete_barrier(BarrierState& barrier);
  bool is_complete(const BarrierState& barrier) const;
  void complete_group(WarpState& warp, kernel::u32 warp_index, WarpGroup& group);
  std::string name(const BlockThread& thread) const;
  std::string at(kernel::u32 site) const;
  std::string who_waits() const;
  MemoryRange shared_range(kernel::u64 address, kernel::u64 bytes) const;
  MemoryRange host_range(kernel::u64 address, const ptx::Site& site) const;
  std::string describe(const BlockThread& thread, const ptx::Site& site, kernel::u64 address) const;

  struct Fault {
    FaultCode code;
    std::string message;
  };

  const GridTask& task_;
  Fiber scheduler_;
  std::vector<BlockThread> threads_;
  std::vector<kernel::u32> order_;
  std::mt19937_64 random_;
  std::vector<WarpState> warps_;
  std::array<BarrierState, 16> barriers_;
  std::vector<kernel::Range> ranges_;
  std::vector<kernel::u8> parameters_;
  // The window of shared addresses; freed with std::free.
  std::unique_ptr<kernel::u8, decltype(&std::free)> shared_;
  size_t shared_window_ = 0;
  // Not initialised: most of it is never touched.
  std::unique_ptr<kernel::u8[]> local_;
  size_t local_stride_ = 0;
  kernel::u32 unfinished_ = 0;
  // The place in order_ of the thread that runs, and the end of those that run in turns with it.
  size_t cursor_ = 0;
  size_t segment_end_ = 0;
  FiberSlot* running_ = nullptr;
  // How many of the barriers have threads waiting.
  kernel::u32 barriers_in_use_ = 0;
  std::unique_ptr<Fault> fault_;
  // Counts threads that have ended and barriers that were passed; what refuel saw of it, and when.
  kernel::u64 progress_ = 0;
  kernel::u64 progress_seen_ = 0;
  std::chrono::steady_clock::time_point progress_time_;
};

// What runs when the current thread waits: the next one of its segment that is ready and has been
// started, else the scheduler.
inline Fiber& Block::next_fiber() {
  for (size_t next = cursor_ + 1; next < segment_end_; ++next) {
    BlockThread& thread = threads_[order_[next]];
    if (thread.state == BlockThread::State::kReady) {
      if (thread.slot == nullptr) {
        break;
      }
      cursor_ = next;
      running_ = thread.slot;
      return thread.slot->fiber;
    }
  }
  return scheduler_;
}

inline void Block::wait(BlockThread& thread, kernel::u32 site) {
  thread.state = BlockThread::State::kWaiting;
  thread.site = site;
  Fiber::change(thread.slot->fiber, next_fiber());
}

// The table that kernels call the device through.
const kernel::Services& device_services();

}  // namespace emulator

#endif  // EMULATOR_DEVICE_BLOCK_H_
