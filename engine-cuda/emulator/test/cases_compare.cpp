// setp, set, selp, slct, testp.
#include "cases.h"

namespace emulator::test {
namespace {

// Every comparison of -1 and 1, 1 and 1, and, for floats, NaN and 1.
Case comparison(const std::string& how, const std::string& type, bool less, bool equal,
                uint64_t minus_one, uint64_t one, const std::string& prefix) {
  return {"setp." + how + "." + type + " %p0, " + prefix + "1, " + prefix + "2;",
          "p",
          {{{minus_one, one}, less}, {{one, one}, equal}}};
}

void add_floats(std::vector<Case>& cases, const std::string& type, const std::string& prefix,
                uint64_t minus_one, uint64_t one, uint64_t nan) {
  const struct {
    const char* how;
    bool less, equal;
  } ordered[] = {{"eq", false, true}, {"ne", true, false},  {"lt", true, false},
                 {"le", true, true},  {"gt", false, false}, {"ge", false, true}};
  for (const auto& each : ordered) {
    for (const bool unordered : {false, true}) {
      Case one_case = comparison(std::string(each.how) + (unordered ? "u" : ""), type, each.less,
                                 each.equal, minus_one, one, prefix);
      one_case.rows.push_back({{nan, one}, unordered});
      one_case.rows.push_back({{one, nan}, unordered});
      cases.push_back(one_case);
    }
  }
  cases.push_back({"setp.num." + type + " %p0, " + prefix + "1, " + prefix + "2;",
                   "p",
                   {{{one, one}, 1}, {{nan, one}, 0}}});
  cases.push_back({"setp.nan." + type + " %p0, " + prefix + "1, " + prefix + "2;",
                   "p",
                   {{{one, one}, 0}, {{one, nan}, 1}}});
}

}  // namespace

std::vector<Case> compare_cases() {
  std::vector<Case> cases = {
      comparison("eq", "s32", false, true, s(-1), 1, "%r"),
      comparison("ne", "s32", true, false, s(-1), 1, "%r"),
      comparison("lt", "s32", true, false, s(-1), 1, "%r"),
      comparison("le", "s32", true, true, s(-1), 1, "%r"),
      comparison("gt", "s32", false, false, s(-1), 1, "%r"),
      comparison("ge", "s32", false, true, s(-1), 1, "%r"),
      comparison("lt", "u32", false, false, s(-1), 1, "%r"),
      comparison("lo", "u32", false, false, s(-1), 1, "%r"),
      comparison("ls", "u32", false, true, s(-1), 1, "%r"),
      comparison("hi", "u32", true, false, s(-1), 1, "%r"),
      comparison("hs", "u32", true, true, s(-1), 1, "%r"),
      comparison("lt", "s64", true, false, l(-1), 1, "%rd"),
      comparison("gt", "u64", true, false, l(-1), 1, "%rd"),
      comparison("lt", "s16", true, false, 0xFFFF, 1, "%rs"),
      comparison("gt", "u16", true, false, 0xFFFF, 1, "%rs"),
      comparison("eq", "b32", false, true, s(-1), 1, "%r"),
      {"setp.lt.and.s32 %p0, %r1, %r2, %p3;", "p", {{{1, 2, 1}, 1}, {{1, 2, 0}, 0}}},
      {"setp.lt.or.s32 %p0, %r1, %r2, %p3;", "p", {{{3, 2, 1}, 1}, {{3, 2, 0}, 0}}},
      {"setp.lt.xor.s32 %p0, %r1, %r2, !%p3;", "p", {{{1, 2, 1}, 1}, {{1, 2, 0}, 0}}},
      {"setp.lt.s32 %p5|%p0, %r1, %r2;", "p", {{{1, 2}, 0}, {{2, 1}, 1}}},
      {"setp.lt.and.s32 %p5|%p0, %r1, %r2, %p3;", "p", {{{2, 1, 1}, 1}, {{2, 1, 0}, 0}}},
      {"setp.eq.ftz.f32 %p0, %f1, %f2;", "p", {{{1, 0x80000002}, 1}}},
      {"setp.eq.f32 %p0, %f1, %f2;", "p", {{{1, 0}, 0}, {{f(-0.0f), 0}, 1}}},
      {"setp.gt.f32 %p0, %f1, 0f3F800000;", "p", {{{f(2)}, 1}}},
      {"set.lt.u32.s32 %r0, %r1, %r2;", "r", {{{1, 2}, 0xFFFFFFFF}, {{2, 1}, 0}}},
      {"set.lt.f32.s32 %f0, %r1, %r2;", "f", {{{1, 2}, f(1)}, {{2, 1}, 0}}},
      {"set.ltu.u32.f32 %r0, %f1, %f2;", "r", {{{kNan32, 0}, 0xFFFFFFFF}}},
      {"set.lt.and.s32.f32 %r0, %f1, %f2, %p3;", "r", {{{f(1), f(2), 0}, 0}}},
      {"selp.b32 %r0, %r1, %r2, %p3;", "r", {{{5, 6, 1}, 5}, {{5, 6, 0}, 6}}},
      {"selp.f32 %f0, %f1, 0f00000000, %p3;", "f", {{{kNan32, 0, 1}, kNan32}}},
      {"selp.s64 %rd0, %rd1, -1, %p3;", "rd", {{{5, 0, 0}, l(-1)}}},
      {"selp.f64 %fd0, %fd1, %fd2, %p3;", "fd", {{{d(1), d(2), 0}, d(2)}}},
      {"selp.b16 %rs0, %rs1, %rs2, %p3;", "rs", {{{5, 6, 0}, 6}}},
      {"slct.u32.s32 %r0, %r1, %r2, %r3;", "r", {{{5, 6, 0}, 5}, {{5, 6, s(-1)}, 6}}},
      {"slct.f32.f32 %f0, %f1, %f2, %f3;",
       "f",
       {{{f(5), f(6), f(-0.0f)}, f(5)}, {{f(5), f(6), kNan32}, f(6)}}},
      {"slct.ftz.s32.f32 %r0, %r1, %r2, %f3;", "r", {{{5, 6, 0x80000001}, 5}}},
      {"testp.finite.f32 %p0, %f1;", "p", {{{f(1)}, 1}, {{kInfinity32}, 0}, {{kNan32}, 0}}},
      {"testp.infinite.f32 %p0, %f1;", "p", {{{kMinusInfinity32}, 1}, {{kNan32}, 0}}},
      {"testp.number.f32 %p0, %f1;", "p", {{{kInfinity32}, 1}, {{kNan32}, 0}}},
      {"testp.notanumber.f64 %p0, %fd1;", "p", {{{d(1)}, 0}, {{kNan64}, 1}}},
      {"testp.normal.f32 %p0, %f1;", "p", {{{f(1)}, 1}, {{1}, 0}, {{0}, 0}, {{kInfinity32}, 0}}},
      {"testp.subnormal.f32 %p0, %f1;", "p", {{{1}, 1}, {{0}, 0}, {{f(1)}, 0}}},
      {"testp.subnormal.f64 %p0, %fd1;", "p", {{{1}, 1}, {{0}, 0}}},
  };
  add_floats(cases, "f32", "%f", f(-1), f(1), kNan32);
  add_floats(cases, "f64", "%fd", d(-1), d(1), kNan64);
  add_floats(cases, "f16", "%rs", 0xBC00, 0x3C00, 0x7E00);
  add_floats(cases, "bf16", "%rs", 0xBF80, 0x3F80, 0x7FC0);
  return cases;
}

}  // namespace emulator::test
