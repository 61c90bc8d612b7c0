// mov, ld, st, cvta, atomics. %rd5 is the inputs' address, %rd6 the result's.
#include "cases.h"

namespace emulator::test {

std::vector<Case> memory_cases() {
  std::vector<Case> cases = {
      {"mov.u32 %r0, 0xFFFFFFFF;", "r", {{{}, 0xFFFFFFFF}}},
      {"mov.f32 %f0, 0f7FC00001;", "f", {{{}, 0x7FC00001}}},
      {"mov.f64 %fd0, 0d3FF8000000000000;", "fd", {{{}, d(1.5)}}},
      {"mov.f32 %f0, 1.5;", "f", {{{}, f(1.5f)}}},
      {"mov.pred %p0, %p1;", "p", {{{1}, 1}, {{0}, 0}}},
      {"mov.b32 %r0, {%rs1, %rs2};", "r", {{{0x1111, 0x2222}, 0x22221111}}},
      {"mov.b64 %rd0, {%r1, %r2};", "rd", {{{1, 2}, 0x200000001}}},
      {"mov.b64 %rd0, {%rs1, %rs2, %rs3, %rs4};", "rd", {{{1, 2, 3, 4}, 0x0004000300020001}}},
      {"mov.b64 %rd0, {%f1, %f2};", "rd", {{{f(1), f(2)}, f(2) << 32 | f(1)}}},
      {"mov.b32 {%rs5, %rs0}, %r1;", "rs", {{{0x22221111}, 0x2222}}},
      {"mov.b64 {%r5, %r0}, %rd1;", "r", {{{0x200000001}, 2}}},
      {"mov.b64 {_, %r0}, %rd1;", "r", {{{0x200000001}, 2}}},
      {"mov.b64 {%rs5, %rs6, %rs0, %rs7}, %rd1;", "rs", {{{0x0004000300020001}, 3}}},
      {"ld.global.u8 %r0, [%rd5+1];", "r", {{{0x8F00}, 0x8F}}},
      {"ld.global.s8 %r0, [%rd5+1];", "r", {{{0x8F00}, 0xFFFFFF8F}}},
      {"ld.global.u16 %rs0, [%rd5+2];", "rs", {{{0x12340000}, 0x1234}}},
      {"ld.global.s16 %r0, [%rd5];", "r", {{{0x8000}, 0xFFFF8000}}},
      {"ld.global.nc.L1::evict_last.L2::128B.u32 %r0, [%rd5+4];", "r", {{{5ul << 32}, 5}}},
      {"ld.volatile.global.u64 %rd0, [%rd5+8];", "rd", {{{1, 2}, 2}}},
      {"ld.relaxed.gpu.global.u32 %r0, [%rd5];", "r", {{{7}, 7}}},
      {"ld.acquire.sys.global.u32 %r0, [%rd5];", "r", {{{7}, 7}}},
      {"ld.global.cg.v2.u32 {%r5, %r0}, [%rd5];", "r", {{{5ul << 32}, 5}}},
      {"ld.global.nc.v4.f32 {%f5, %f6, %f7, %f0}, [%rd5];", "f", {{{0, f(3) << 32}, f(3)}}},
      {"ld.global.v2.u64 {%rd7, %rd0}, [%rd5];", "rd", {{{1, 2}, 2}}},
      {"ld.global.v4.u8 {%r5, %r6, %r0, %r7}, [%rd5];", "r", {{{0x04030201}, 3}}},
      {"ld.u32 %r0, [%rd5];", "r", {{{9}, 9}}},
      {"ldu.global.f32 %f0, [%rd5];", "f", {{{f(2)}, f(2)}}},
      {"ld.param.u64 %rd7, [in]; ld.global.b64 %rd0, [%rd7+8];", "rd", {{{1, 2}, 2}}},
      {"mov.b64 %rd7, in; ld.param.u64 %rd8, [%rd7]; sub.s64 %rd0, %rd8, %rd5;", "rd", {{{}, 0}}},
      {"ld.const.f32 %f0, [numbers+4];", "f", {{{}, f(2.5f)}}},
      {"mov.u64 %rd7, numbers; cvta.const.u64 %rd8, %rd7; ld.f32 %f0, [%rd8+12];",
       "f",
       {{{}, f(-1)}}},
      {"ld.global.u64 %rd7, [pointer]; ld.f32 %f0, [%rd7];", "f", {{{}, f(1)}}},
      {"ld.global.u64 %rd7, [pointer+8]; ld.u32 %r0, [%rd7];", "r", {{{}, 5}}},
      {"ld.global.u8 %r0, [bytes+2];", "r", {{{}, 3}}},
      {"ld.global.u8 %r0, [bytes+3];", "r", {{{}, 0}}},
      {"st.global.b64 [%rd6], 0; st.global.u16 [%rd6+2], %r1; ld.global.b64 %rd0, [%rd6];",
       "rd",
       {{{0x12345}, 0x23450000}}},
      {"st.global.u8 [%rd6], %r1; ld.global.u16 %r0, [%rd6];", "r", {{{0x12345}, 0xFF45}}},
      {"st.volatile.global.v2.u32 [%rd6], {%r1, %r2}; ld.global.b64 %rd0, [%rd6];",
       "rd",
       {{{1, 2}, 0x200000001}}},
      {"st.release.gpu.global.u32 [%rd6], %r1; ld.global.u32 %r0, [%rd6];", "r", {{{4}, 4}}},
      {".shared .align 4 .b8 own[16]; st.shared.u32 [own+4], %r1; ld.shared.u32 %r0, [own+4];",
       "r",
       {{{6}, 6}}},
      {".shared .f32 lone; mov.u32 %r5, lone; st.shared.f32 [%r5], %f1; ld.shared.f32 %f0, [lone];",
       "f",
       {{{f(6)}, f(6)}}},
      {".shared .align 4 .b8 fresh[16]; ld.shared.u32 %r0, [fresh];", "r", {{{}, 0xFFFFFFFF}}},
      {"st.shared.v4.u32 [dynamic+16], {%r1, %r2, %r3, %r4}; ld.shared.v2.u32 {%r5, %r0}, "
       "[dynamic+24];",
       "r",
       {{{1, 2, 3, 4}, 4}}},
      {"mov.u32 %r5, dynamic; cvt.u64.u32 %rd7, %r5; cvta.shared.u64 %rd8, %rd7; st.u32 [%rd8], "
       "%r1; "
       "ld.shared.u32 %r0, [%r5];",
       "r",
       {{{6}, 6}}},
      {"mov.u64 %rd7, dynamic; cvta.shared.u64 %rd8, %rd7; cvta.to.shared.u64 %rd9, %rd8; "
       "sub.s64 %rd0, %rd9, %rd7;",
       "rd",
       {{{}, 0}}},
      {"mov.u64 %rd7, dynamic; cvta.shared.u64 %rd8, %rd7; isspacep.shared %p0, %rd8;",
       "p",
       {{{}, 1}}},
      {"isspacep.global %p0, %rd5;", "p", {{{}, 1}}},
      {"isspacep.local %p0, %rd5;", "p", {{{}, 0}}},
      {"cvta.to.global.u64 %rd7, %rd5; ld.global.u32 %r0, [%rd7];", "r", {{{8}, 8}}},
      {".local .align 8 .b8 depot[24]; mov.u64 %rd7, depot; cvta.local.u64 %rd8, %rd7; "
       "st.u32 [%rd8+20], %r1; ld.local.u32 %r0, [%rd7+20];",
       "r",
       {{{6}, 6}}},
      {".local .align 8 .b8 lost[8]; ld.local.u32 %r0, [lost];", "r", {{{}, 0xFFFFFFFF}}},
      {"prefetch.global.L2 [%rd5]; mov.u32 %r0, 1;", "r", {{{}, 1}}},
  };
  // Each atomic: the old value of it in the high half of the result, the new one in the low.
  const struct {
    const char* code;
    uint64_t old, b, expected;
  } atomics[] = {
      {"add.u32", 5, 3, 8},          {"add.s32", 5, s(-6), s(-1)}, {"min.s32", 5, s(-6), s(-6)},
      {"min.u32", 5, s(-6), 5},      {"max.s32", 5, s(-6), 5},     {"max.u32", 5, 9, 9},
      {"and.b32", 0xF0, 0x3C, 0x30}, {"or.b32", 0xF0, 0x0F, 0xFF}, {"xor.b32", 0xF0, 0xFF, 0x0F},
      {"exch.b32", 1, 2, 2},         {"inc.u32", 5, 9, 6},         {"inc.u32", 9, 9, 0},
      {"dec.u32", 5, 9, 4},          {"dec.u32", 0, 9, 9},         {"dec.u32", 12, 9, 9},
      {"add.f32", f(1), f(2), f(3)},
  };
  for (const auto& each : atomics) {
    const std::string code = each.code;
    const std::string b = code == "add.f32" ? "%f2" : "%r2";
    const std::string old = code == "add.f32" ? "%f5" : "%r5";
    const std::string to_bits = code == "add.f32" ? "mov.b32 %r5, %f5; " : "";
    for (const std::string space : {"global", "shared"}) {
      const std::string at = space == "global" ? "[%rd6]" : "[dynamic]";
      cases.push_back({"st." + space + ".u32 " + at + ", %r1; atom." + space + "." + code + " " +
                           old + ", " + at + ", " + b + "; " + to_bits + "ld." + space +
                           ".u32 %r6, " + at + "; mov.b64 %rd0, {%r6, %r5};",
                       "rd",
                       {{{each.old, each.b}, each.old << 32 | each.expected}}});
      if (code == "exch.b32") {
        continue;  // red has none
      }
      cases.push_back({"st." + space + ".u32 " + at + ", %r1; red." + space + "." + code + " " +
                           at + ", " + b + "; ld." + space + ".u32 %r0, " + at + ";",
                       "r",
                       {{{each.old, each.b}, each.expected}}});
    }
  }
  cases.insert(
      cases.end(),
      {{"st.global.u32 [%rd6], %r1; atom.global.cas.b32 %r0, [%rd6], %r2, %r3;",
        "r",
        {{{5, 5, 7}, 5}, {{5, 6, 7}, 5}}},
       {"st.global.u32 [%rd6], %r1; atom.acq_rel.gpu.global.cas.b32 %r5, [%rd6], %r2, %r3; "
        "ld.global.u32 %r0, [%rd6];",
        "r",
        {{{5, 5, 7}, 7}, {{5, 6, 7}, 5}}},
       {"st.global.u64 [%rd6], %rd1; atom.global.cas.b64 %rd7, [%rd6], %rd2, %rd3; "
        "ld.global.u64 %rd0, [%rd6];",
        "rd",
        {{{5, 5, 1ul << 40}, 1ul << 40}}},
       {"st.global.u64 [%rd6], %rd1; atom.global.add.u64 %rd7, [%rd6], %rd2; "
        "ld.global.u64 %rd0, [%rd6];",
        "rd",
        {{{l(-1), 2}, 1}}},
       {"st.global.u64 [%rd6], %rd1; red.global.max.s64 [%rd6], %rd2; ld.global.u64 %rd0, [%rd6];",
        "rd",
        {{{l(-1), 2}, 2}}},
       {"st.global.u64 [%rd6], %rd1; atom.global.exch.b64 %rd0, [%rd6], %rd2;",
        "rd",
        {{{7, 2}, 7}}},
       {"st.global.f64 [%rd6], %fd1; red.global.add.f64 [%rd6], %fd2; ld.global.f64 %fd0, [%rd6];",
        "fd",
        {{{d(1), d(2)}, d(3)}}},
       {"st.global.u64 [%rd6], %rd1; red.relaxed.gpu.global.add.noftz.f16x2 [%rd6], %r2; "
        "ld.global.u32 %r0, [%rd6];",
        "r",
        {{{0x3C004000, 0x40003C00}, 0x42004200}}},
       {"st.u32 [%rd6], %r1; atom.add.u32 %r0, [%rd6], 1;", "r", {{{41}, 41}}}});
  return cases;
}

}  // namespace emulator::test
