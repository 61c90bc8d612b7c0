// Operations of a whole warp and block: shuffles in all modes, votes, matches, reductions, barriers
// with counts, masks of part of a warp, lanes that have exited; in the three thread orders.
#include <cstdio>
#include <functional>

#include "harness.h"

namespace emulator::test {
namespace {

struct WarpCase {
  // %r1 is the thread's index, %r2 is 100 + it, %p1 whether it is odd; gives %r0 and %p0.
  std::string code;
  unsigned threads;
  // result | predicate << 32, of a thread; nothing is checked where it is kUnchecked.
  std::function<uint64_t(unsigned)> expected;
};

constexpr uint64_t kUnchecked = ~0ul;
constexpr uint64_t kTrue = 1ul << 32;

std::vector<WarpCase> cases() {
  return {
      {"shfl.sync.up.b32 %r0|%p0, %r2, 3, 0, -1;", 32,
       [](unsigned i) { return i < 3 ? 100 + i : (100 + i - 3) | kTrue; }},
      {"shfl.sync.down.b32 %r0|%p0, %r2, 3, 31, -1;", 32,
       [](unsigned i) { return i + 3 > 31 ? 100 + i : (100 + i + 3) | kTrue; }},
      {"shfl.sync.bfly.b32 %r0|%p0, %r2, 5, 31, -1;", 32,
       [](unsigned i) { return (100 + (i ^ 5)) | kTrue; }},
      {"shfl.sync.idx.b32 %r0|%p0, %r2, 7, 31, -1;", 32, [](unsigned) { return 107 | kTrue; }},
      {"add.s32 %r3, %r1, 40; shfl.sync.idx.b32 %r0|%p0, %r2, %r3, 31, -1;", 32,
       [](unsigned i) { return (100 + (i + 40) % 32) | kTrue; }},
      // Segments of 8 lanes: width 8 is clamp 31 | (32 - 8) << 8.
      {"shfl.sync.down.b32 %r0|%p0, %r2, 2, 0x181F, -1;", 32,
       [](unsigned i) { return i % 8 < 6 ? (102 + i) | kTrue : 100 + i; }},
      {"shfl.sync.up.b32 %r0|%p0, %r2, 2, 0x1800, -1;", 32,
       [](unsigned i) { return i % 8 >= 2 ? (98 + i) | kTrue : 100 + i; }},
      {"shfl.sync.idx.b32 %r0|%p0, %r2, 1, 0x181F, -1;", 32,
       [](unsigned i) { return (101 + i / 8 * 8) | kTrue; }},
      {"shfl.sync.bfly.b32 %r0|%p0, %r2, 9, 0x181F, -1;", 32,
       // The lane of another segment above is out of range, one below is not.
       [](unsigned i) { return (i ^ 9) <= (i | 7) ? (100 + (i ^ 9)) | kTrue : 100 + i; }},
      // A block that ends within its second warp: the missing lanes read as poison.
      {"shfl.sync.down.b32 %r0|%p0, %r2, 8, 31, -1;", 40,
       [](unsigned i) -> uint64_t {
         const unsigned lane = i % 32;
         return lane + 8 > 31 ? 100 + i : (i + 8 < 40 ? (108 + i) | kTrue : 0xFFFFFFFF | kTrue);
       }},
      {"setp.lt.u32 %p2, %r1, 8; @!%p2 bra L0; shfl.sync.bfly.b32 %r0|%p0, %r2, 1, 31, 0xFF; L0:",
       32, [](unsigned i) { return i < 8 ? (100 + (i ^ 1)) | kTrue : kUnchecked; }},
      {"vote.sync.all.pred %p0, %p1, -1; mov.u32 %r0, 0;", 32, [](unsigned) { return 0; }},
      {"vote.sync.any.pred %p0, %p1, -1; mov.u32 %r0, 0;", 32, [](unsigned) { return kTrue; }},
      {"vote.sync.uni.pred %p0, %p1, -1; mov.u32 %r0, 0;", 32, [](unsigned) { return 0; }},
      {"setp.eq.u32 %p2, 0, 1; vote.sync.uni.pred %p0, %p2, -1; mov.u32 %r0, 0;", 32,
       [](unsigned) { return kTrue; }},
      {"vote.sync.ballot.b32 %r0, %p1, -1;", 32, [](unsigned) { return 0xAAAAAAAA; }},
      {"vote.sync.ballot.b32 %r0, %p1, -1;", 36,
       [](unsigned i) { return i < 32 ? 0xAAAAAAAA : 0xA; }},
      {"shr.u32 %r3, %r1, 2; match.any.sync.b32 %r0, %r3, -1;", 32,
       [](unsigned i) { return 0xFu << (i / 4 * 4); }},
      {"match.all.sync.b32 %r0|%p0, %r1, -1;", 32, [](unsigned) { return 0; }},
      {"match.all.sync.b32 %r0|%p0, 5, -1;", 32, [](unsigned) { return 0xFFFFFFFF | kTrue; }},
      {"cvt.u64.u32 %rd9, %r1; shl.b64 %rd9, %rd9, 33; match.any.sync.b64 %r0, %rd9, -1;", 32,
       [](unsigned i) { return 1u << i; }},
      {"redux.sync.add.s32 %r0, %r2, -1;", 32, [](unsigned) { return 32 * 100 + 31 * 16; }},
      {"redux.sync.min.u32 %r0, %r2, -1;", 32, [](unsigned) { return 100; }},
      {"sub.s32 %r3, %r1, 5; redux.sync.min.s32 %r0, %r3, -1;", 32,
       [](unsigned) { return 0xFFFFFFFB; }},
      {"sub.s32 %r3, %r1, 5; redux.sync.max.s32 %r0, %r3, -1;", 32, [](unsigned) { return 26; }},
      {"sub.s32 %r3, %r1, 5; redux.sync.max.u32 %r0, %r3, -1;", 32,
       [](unsigned) { return 0xFFFFFFFF; }},
      {"redux.sync.and.b32 %r0, %r2, -1;", 32, [](unsigned) { return 0; }},
      {"redux.sync.or.b32 %r0, %r1, -1;", 32, [](unsigned) { return 31; }},
      {"redux.sync.xor.b32 %r0, %r1, -1;", 32, [](unsigned) { return 0; }},
      {"bar.red.popc.u32 %r0, 0, %p1;", 64, [](unsigned) { return 32; }},
      {"bar.red.and.pred %p0, 0, %p1; mov.u32 %r0, 0;", 64, [](unsigned) { return 0; }},
      {"barrier.red.or.pred %p0, 1, %p1; mov.u32 %r0, 0;", 64, [](unsigned) { return kTrue; }},
      {"activemask.b32 %r3; shr.u32 %r3, %r3, %r1; and.b32 %r0, %r3, 1;", 32,
       [](unsigned) { return 1; }},
      // Threads that have exited count as arrived.
      {"mov.u32 %r0, 1; setp.ge.u32 %p2, %r1, 40; @%p2 exit; bar.sync 0;", 64,
       [](unsigned i) { return i < 40 ? 1 : kUnchecked; }},
      // Lanes that have exited are not waited for.
      {"setp.ge.u32 %p2, %r1, 16; @%p2 exit; shfl.sync.idx.b32 %r0, %r2, 0, 31, -1;", 32,
       [](unsigned i) { return i < 16 ? 100 : kUnchecked; }},
      // One warp produces, the other consumes, through a named barrier with a count.
      {"setp.lt.u32 %p2, %r1, 32; mov.u32 %r0, 1; @!%p2 bra L1; st.shared.u32 [own], 77; "
       "bar.arrive 3, 64; bra L2; L1: bar.sync 3, 64; ld.shared.u32 %r0, [own]; L2:",
       64, [](unsigned i) { return i < 32 ? 1 : 77; }},
      // bar.warp.sync orders what lanes write and read.
      {"shl.b32 %r3, %r1, 2; mov.u32 %r4, own; add.s32 %r3, %r3, %r4; st.shared.u32 [%r3], %r2; "
       "bar.warp.sync -1; xor.b32 %r5, %r1, 3; shl.b32 %r5, %r5, 2; add.s32 %r5, %r5, %r4; "
       "ld.shared.u32 %r0, [%r5];",
       32, [](unsigned i) { return 100 + (i ^ 3); }},
      // A lock: threads spin until another lets them go on.
      {"setp.eq.u32 %p2, %r1, 63; @%p2 bra L5; setp.eq.u32 %p3, %r1, 0; @%p3 st.shared.u32 [own], "
       "0; "
       "bar.sync 1, 64; L4: ld.volatile.shared.u32 %r0, [own]; setp.ne.u32 %p2, %r0, 9; @%p2 bra "
       "L4; "
       "bra L6; L5: bar.sync 1, 64; st.volatile.shared.u32 [own], 9; mov.u32 %r0, 9; L6:",
       64, [](unsigned) { return 9; }},
  };
}

std::string module_of(const std::vector<WarpCase>& all) {
  std::string text = ".version 8.7\n.target sm_90\n.address_size 64\n";
  for (size_t i = 0; i < all.size(); ++i) {
    text += ".visible .entry warp_" + std::to_string(i) +
            "(.param .u64 out)\n{\n  .reg .pred %p<8>; .reg .b32 %r<8>; .reg .b64 %rd<12>;\n"
            "  .shared .align 4 .b8 own[256];\n"
            "  mov.u32 %r1, %tid.x; add.s32 %r2, %r1, 100; and.b32 %r3, %r1, 1;\n"
            "  setp.eq.u32 %p1, %r3, 1; setp.eq.u32 %p0, %r3, 2; mov.u32 %r0, 0;\n  " +
            all[i].code +
            "\n  ld.param.u64 %rd1, [out]; mul.wide.u32 %rd2, %r1, 8; add.s64 %rd3, %rd1, %rd2;\n"
            "  selp.b32 %r6, 1, 0, %p0; mov.b64 %rd4, {%r0, %r6}; st.global.b64 [%rd3], %rd4;\n"
            "  ret;\n}\n";
  }
  return text;
}

void run(Report& report, Program& program, const WarpCase& each, size_t index, ThreadOrder order) {
  TestMemory memory;
  auto* out = memory.array<uint64_t>(each.threads);
  const Launch launch{{1, 1, 1}, {each.threads, 1, 1}, 0, Parameters().add(out).bytes(), order, 5};
  try {
    program.launch(kernel_of(program, "warp_" + std::to_string(index)), launch, memory);
  } catch (const DeviceFault& fault) {
    report.check(false, each.code, "no fault", fault.what());
    return;
  }
  for (unsigned i = 0; i < each.threads; ++i) {
    const uint64_t expected = each.expected(i);
    if (expected != kUnchecked) {
      report.check(out[i] == expected, each.code + ", thread " + std::to_string(i),
                   hexadecimal(expected), hexadecimal(out[i]));
    }
  }
}

}  // namespace
}  // namespace emulator::test

int main(int count, char** arguments) {
  using namespace emulator::test;
  const std::vector<WarpCase> all = cases();
  const std::string module = module_of(all);
  if (count > 2) {
    FILE* file = std::fopen(arguments[2], "w");
    std::fputs(module.c_str(), file);
    std::fclose(file);
  }
  Report report("warp_test");
  const auto program = emulator::test::load(module);
  for (size_t i = 0; i < all.size(); ++i) {
    for (const auto order : {emulator::ThreadOrder::kForward, emulator::ThreadOrder::kReverse,
                             emulator::ThreadOrder::kRandom}) {
      run(report, *program, all[i], i, order);
    }
  }
  return report.result();
}
