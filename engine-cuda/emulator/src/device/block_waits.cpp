// How threads of a block meet: barriers of the block, operations of a warp.
#include <algorithm>

#include "block.h"

namespace emulator {
namespace {

using kernel::ReduceMode;
using kernel::ShuffleMode;
using kernel::u32;
using kernel::u64;
using kernel::VoteMode;

// What a lane reads that takes no part: hardware leaves it open, so make it show.
constexpr u32 kPoisonWord = 0xFFFFFFFFu;

u32 combine(ReduceMode mode, bool is_signed, u32 a, u32 b) {
  const bool less = is_signed ? static_cast<int>(a) < static_cast<int>(b) : a < b;
  switch (mode) {
    case ReduceMode::kAdd:
      return a + b;
    case ReduceMode::kMin:
      return less ? a : b;
    case ReduceMode::kMax:
      return less ? b : a;
    case ReduceMode::kAnd:
      return a & b;
    case ReduceMode::kOr:
      return a | b;
    case ReduceMode::kXor:
      break;
  }
  return a ^ b;
}

// A warp's lanes, and which of them take part.
struct Lanes {
  BlockThread* first;
  u32 arrived;

  bool has(int lane) const { return lane >= 0 && lane < 32 && (arrived >> lane & 1) != 0; }
  Collective& operator[](int lane) const { return first[lane].collective; }
};

// Source: the pseudocode in PTX ISA, "shfl.sync".
void shuffle(const Lanes& lanes, int lane) {
  Collective& own = lanes[lane];
  const int by = static_cast<int>(own.lane & 31);
  const int clamp = static_cast<int>(own.clamp & 31);
  const int segment = static_cast<int>(own.clamp >> 8 & 31);
  const int limit = (lane & segment) | (clamp & ~segment);
  int from = 0;
  switch (static_cast<ShuffleMode>(own.mode)) {
    case ShuffleMode::kUp:
      from = lane - by;
      own.flag = from >= limit;
      break;
    case ShuffleMode::kDown:
      from = lane + by;
      own.flag = from <= limit;
      break;
    case ShuffleMode::kButterfly:
      from = lane ^ by;
      own.flag = from <= limit;
      break;
    case ShuffleMode::kIndex:
      from = (lane & segment) | (by & ~segment);
      own.flag = from <= limit;
      break;
  }
  if (!own.flag) {
    from = lane;
  }
  own.result = lanes.has(from) ? static_cast<u32>(lanes[from].value) : kPoisonWord;
}

void vote(const Lanes& lanes, int lane) {
  u32 ballot = 0;
  for (int i = 0; i < 32; ++i) {
    ballot |= lanes.has(i) && lanes[i].predicate ? 1u << i : 0;
  }
  Collective& own = lanes[lane];
  const bool all = ballot == lanes.arrived;
  switch (static_cast<VoteMode>(own.mode)) {
    case VoteMode::kAll:
      own.result = all ? 1 : 0;
      break;
    case VoteMode::kAny:
      own.result = ballot != 0 ? 1 : 0;
      break;
    case VoteMode::kUniform:
      own.result = all || ballot == 0 ? 1 : 0;
      break;
    case VoteMode::kBallot:
      own.result = ballot;
      break;
  }
}

// mode: 1 for match.all.
void match(const Lanes& lanes, int lane) {
  Collective& own = lanes[lane];
  u32 same = 0;
  for (int i = 0; i < 32; ++i) {
    same |= lanes.has(i) && lanes[i].value == own.value ? 1u << i : 0;
  }
  own.flag = same == lanes.arrived;
  own.result = own.mode == 1 && !own.flag ? 0 : same;
}

void reduce(const Lanes& lanes, int lane) {
  Collective& own = lanes[lane];
  own.result = static_cast<u32>(own.value);
  for (int i = 0; i < 32; ++i) {
    if (lanes.has(i) && i != lane) {
      own.result = combine(static_cast<ReduceMode>(own.mode), own.predicate, own.result,
                           static_cast<u32>(lanes[i].value));
    }
  }
}

}  // namespace

void Block::barrier(BlockThread& thread, u32 site, u32 id, u32 count, bool arrive_only) {
  if (id >= barriers_.size()) {
    fail(thread, site, FaultCode::kLaunchFailed,
         "barrier " + std::to_string(id) + " is none of 0 to 15");
  }
  if (count % 32 != 0) {
    fail(thread, site, FaultCode::kLaunchFailed,
         "a barrier's count must be a multiple of 32, not " + std::to_string(count));
  }
  BarrierState& barrier = barriers_[id];
  if (barrier.arrived > 0 && (count != barrier.count || (count == 0 && site != barrier.site))) {
    fail(thread, site, FaultCode::kLaunchFailed,
         "thread waits at barrier " + std::to_string(id) + " with count " + std::to_string(count) +
             ", while others wait at " + at(barrier.site) + " with count " +
             std::to_string(barrier.count) + " (0: all)");
  }
  barriers_in_use_ += barrier.arrived == 0 ? 1 : 0;
  barrier.count = count;
  barrier.site = site;
  ++barrier.arrived;
  thread.mask = 0;
  thread.site = site;
  if (!arrive_only) {
    barrier.waiting.push_back(&thread);
  }
  complete_barrier(barrier);
  // Complete: this thread goes on at once.
  if (!arrive_only && barrier.arrived > 0) {
    wait(thread, site);
  }
}

bool Block::is_complete(const BarrierState& barrier) const {
  if (barrier.count == 0) {
    return barrier.arrived >= unfinished_;
  }
  // Lanes that have exited, or never were, arrive together with their warp.
  u32 arrived = barrier.arrived;
  std::vector<bool> seen(warps_.size());
  for (const BlockThread* thread : barrier.waiting) {
    const u32 warp = thread->context.warp;
    if (!seen[warp]) {
      seen[warp] = true;
      arrived += static_cast<u32>(__builtin_popcount(~warps_[warp].alive));
    }
  }
  return arrived >= barrier.count;
}

void Block::complete_barrier(BarrierState& barrier) {
  if (!is_complete(barrier)) {
    return;
  }
  u32 true_count = 0;
  for (const BlockThread* each : barrier.waiting) {
    true_count += each->collective.predicate ? 1 : 0;
  }
  for (BlockThread* each : barrier.waiting) {
    Collective& own = each->collective;
    const auto mode = static_cast<ReduceMode>(own.mode);
    own.result = mode == ReduceMode::kAdd   ? true_count
                 : mode == ReduceMode::kAnd ? (true_count == barrier.waiting.size() ? 1 : 0)
                                            : (true_count > 0 ? 1 : 0);
    wake(*each);
  }
  barrier.waiting.clear();
  barrier.arrived = 0;
  --barriers_in_use_;
  ++progress_;
}

void Block::meet(BlockThread& thread, u32 site, u32 mask) {
  const u32 lane = thread.context.lane;
  WarpState& warp = warps_[thread.context.warp];
  if ((mask >> lane & 1) == 0) {
    fail(thread, site, FaultCode::kLaunchFailed,
         "lane " + std::to_string(lane) + " calls a warp operation whose mask doesn't name it");
  }
  WarpGroup* own = nullptr;
  for (WarpGroup& group : warp.groups) {
    if (group.mask == mask) {
      own = &group;
      break;
    }
    if ((group.mask >> lane & 1) != 0) {
      fail(thread, site, FaultCode::kLaunchFailed,
           "lanes disagree about the mask of a warp operation; others wait at " + at(group.site));
    }
    if (group.mask == 0 && own == nullptr) {
      own = &group;
    }
  }
  if (own->mask == 0) {
    *own = {mask, 0, site, thread.collective.kind};
    ++warp.meeting;
  }
  // bar.warp.sync may be a different one for each lane, all others must be the same instruction.
  const bool same = own->kind == thread.collective.kind &&
                    (own->site == site || own->kind == Collective::Kind::kBarrier);
  if (!same) {
    fail(thread, site, FaultCode::kLaunchFailed,
         "lanes of a warp diverge: this one is here while others wait at " + at(own->site));
  }
  own->arrived |= 1u << lane;
  thread.mask = mask;
  thread.state = BlockThread::State::kWaiting;
  complete_group(warp, thread.context.warp, *own);
  if (thread.state == BlockThread::State::kWaiting) {
    wait(thread, site);
  }
}

void Block::complete_group(WarpState& warp, u32 warp_index, WarpGroup& group) {
  if (group.arrived == 0 || group.arrived != (group.mask & (warp.alive | group.arrived))) {
    return;
  }
  const Lanes lanes{&threads_[warp_index * 32], group.arrived};
  const Collective::Kind kind = group.kind;
  group = WarpGroup();
  --warp.meeting;
  for (int lane = 0; lane < 32; ++lane) {
    if (!lanes.has(lane)) {
      continue;
    }
    switch (kind) {
      case Collective::Kind::kShuffle:
        shuffle(lanes, lane);
        break;
      case Collective::Kind::kVote:
        vote(lanes, lane);
        break;
      case Collective::Kind::kMatch:
        match(lanes, lane);
        break;
      case Collective::Kind::kReduce:
        reduce(lanes, lane);
        break;
      case Collective::Kind::kBarrier:
        break;
    }
    wake(lanes.first[lane]);
  }
}

}  // namespace emulator
