// Branches, calls, predicates, special registers, nested scopes.
#include "cases.h"

namespace emulator::test {

std::vector<Case> control_cases() {
  return {
      {"mov.u32 %r0, 1; @%p1 mov.u32 %r0, 2; @!%p2 add.s32 %r0, %r0, 10;",
       "r",
       {{{1, 1}, 2}, {{0, 1}, 1}, {{0, 0}, 11}}},
      {"mov.u32 %r0, 1; @%p1 bra SKIP_A; mov.u32 %r0, 2; SKIP_A: add.s32 %r0, %r0, 1;",
       "r",
       {{{1}, 2}, {{0}, 3}}},
      {"mov.u32 %r0, 0; LOOP: add.s32 %r0, %r0, %r1; sub.s32 %r2, %r2, 1; setp.ne.s32 %p5, %r2, 0; "
       "@%p5 bra LOOP;",
       "r",
       {{{3, 5}, 15}}},
      {"mov.u32 %r0, 0; bra.uni OVER; mov.u32 %r0, 9; OVER:", "r", {{{}, 0}}},
      {"LIST: .branchtargets ONE, TWO, THREE; brx.idx %r1, LIST; ONE: mov.u32 %r0, 11; bra DONE; "
       "TWO: mov.u32 %r0, 22; bra DONE; THREE: mov.u32 %r0, 33; DONE:",
       "r",
       {{{0}, 11}, {{1}, 22}, {{2}, 33}}},
      {"{ .param .b32 argument; st.param.b32 [argument], %r1; .param .b32 answer; "
       "call.uni (answer), twice, (argument); ld.param.b32 %r0, [answer]; }",
       "r",
       {{{21}, 42}}},
      {"{ .reg .b32 %r7; mov.u32 %r7, 5; { .reg .b32 %r7; mov.u32 %r7, 6; } add.s32 %r0, %r7, %r1; "
       "}",
       "r",
       {{{1}, 6}}},
      {"{ .reg .b16 low; .reg .b16 high; mov.b32 {low, high}, %r1; mov.b16 %rs0, high; }",
       "rs",
       {{{0x22221111}, 0x2222}}},
      {"st.global.b64 [%rd6], 7; @%p1 ret; mov.u64 %rd0, 8;", "rd", {{{1}, 7}, {{0}, 8}}},
      {"st.global.b64 [%rd6], 7; @%p1 exit; mov.u64 %rd0, 8;", "rd", {{{1}, 7}}},
      {"mov.u32 %r5, %ntid.x; mov.u32 %r6, %nctaid.z; add.s32 %r0, %r5, %r6;", "r", {{{}, 2}}},
      {"mov.u32 %r5, %tid.x; mov.u32 %r6, %ctaid.y; add.s32 %r0, %r5, %r6;", "r", {{{}, 0}}},
      {"mov.u32 %r5, %laneid; mov.u32 %r6, %warpid; add.s32 %r0, %r5, %r6;", "r", {{{}, 0}}},
      {"mov.u32 %r0, %lanemask_eq;", "r", {{{}, 1}}},
      {"mov.u32 %r0, %lanemask_lt;", "r", {{{}, 0}}},
      {"mov.u32 %r0, %lanemask_le;", "r", {{{}, 1}}},
      {"mov.u32 %r0, %lanemask_gt;", "r", {{{}, 0xFFFFFFFE}}},
      {"mov.u32 %r0, %lanemask_ge;", "r", {{{}, 0xFFFFFFFF}}},
      {"mov.u64 %rd7, %clock64; mov.u64 %rd8, %clock64; setp.ge.u64 %p0, %rd8, %rd7;",
       "p",
       {{{}, 1}}},
      {"mov.u64 %rd7, %globaltimer; setp.ne.u64 %p0, %rd7, 0;", "p", {{{}, 1}}},
      {"mov.u32 %r5, %clock; mov.u32 %r0, WARP_SZ;", "r", {{{}, 32}}},
      {"mov.u32 %r0, %dynamic_smem_size;", "r", {{{}, 64}}},
      {"membar.gl; membar.cta; fence.acq_rel.gpu; fence.sc.sys; mov.u32 %r0, 1;", "r", {{{}, 1}}},
      {"bar.sync 0; barrier.sync 1; bar.warp.sync 1; nanosleep.u32 20; mov.u32 %r0, 1;",
       "r",
       {{{}, 1}}},
      {"activemask.b32 %r0;", "r", {{{}, 1}}},
  };
}

}  // namespace emulator::test
