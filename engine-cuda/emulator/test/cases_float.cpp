// Floating-point arithmetic and the approximations.
#include <cmath>

#include "cases.h"

namespace emulator::test {
namespace {

// Within 1.5 units in the last place of float.
constexpr double kClose = 1.5 / (1 << 23);

std::vector<Row> of(double (*function)(double), const std::vector<float>& arguments) {
  std::vector<Row> rows;
  for (const float x : arguments) {
    rows.push_back({{f(x)}, f(static_cast<float>(function(x)))});
  }
  return rows;
}

double reciprocal_root(double x) { return 1 / std::sqrt(x); }

}  // namespace

std::vector<Case> float_cases() {
  constexpr uint64_t tiny = 0x00000001;  // the least subnormal
  return {
      {"add.f32 %f0, %f1, %f2;",
       "f",
       {{{f(1.5f), f(2.25f)}, f(3.75f)},
        {{kInfinity32, kMinusInfinity32}, kAnyNan},
        {{f(-0.0f), f(0.0f)}, f(0.0f)},
        {{f(-0.0f), f(-0.0f)}, f(-0.0f)},
        {{tiny, tiny}, 2},
        {{kNan32, f(1)}, kAnyNan}}},
      {"add.ftz.f32 %f0, %f1, %f2;",
       "f",
       {{{tiny, tiny}, 0},
        {{tiny | 0x80000000, f(-0.0f)}, f(-0.0f)},
        {{0x00800001, 0x80800000}, 0},
        {{tiny, f(1)}, f(1)}}},
      {"add.sat.f32 %f0, %f1, %f2;",
       "f",
       {{{f(1), f(2)}, f(1)},
        {{f(-1), f(-2)}, 0},
        {{kNan32, 0}, 0},
        {{f(0.25f), f(0.5f)}, f(0.75f)}}},
      {"sub.f32 %f0, %f1, %f2;", "f", {{{f(1), f(3)}, f(-2)}, {{f(1), f(1)}, 0}}},
      {"mul.f32 %f0, %f1, %f2;",
       "f",
       {{{f(3), f(-2)}, f(-6)},
        {{0, kInfinity32}, kAnyNan},
        {{f(1e30f), f(1e30f)}, kInfinity32},
        {{f(-0.0f), f(5)}, f(-0.0f)}}},
      {"mul.ftz.f32 %f0, %f1, %f2;", "f", {{{0x00800000, f(0.5f)}, 0}}},
      {"mul.rn.f32 %f0, %f1, 0f40000000;", "f", {{{f(3)}, f(6)}}},
      {"fma.rn.f32 %f0, %f1, %f2, %f3;",
       "f",
       {{{f(2), f(3), f(4)}, f(10)},
        {{0x3F800800, 0x3F800800, 0xBF801000}, f(0x1p-24f)},  // one rounding, not two
        {{kInfinity32, 0, 0}, kAnyNan}}},
      {"fma.rn.sat.f32 %f0, %f1, %f2, %f3;", "f", {{{f(2), f(3), f(4)}, f(1)}}},
      {"fma.rn.ftz.f32 %f0, %f1, %f2, %f3;", "f", {{{tiny, f(1), 0}, 0}}},
      {"mad.rn.f32 %f0, %f1, %f2, %f3;",
       "f",
       {{{0x3F800800, 0x3F800800, 0xBF801000}, f(0x1p-24f)}}},
      {"div.rn.f32 %f0, %f1, %f2;",
       "f",
       {{{f(1), f(3)}, f(1.0f / 3)},
        {{f(1), 0}, kInfinity32},
        {{f(-1), 0}, kMinusInfinity32},
        {{0, 0}, kAnyNan},
        {{f(1), f(-0.0f)}, kMinusInfinity32}}},
      {"div.approx.f32 %f0, %f1, %f2;", "f", {{{f(1), f(3)}, f(1.0f / 3)}}, kClose},
      {"div.full.f32 %f0, %f1, %f2;", "f", {{{f(7), f(3)}, f(7.0f / 3)}}, kClose},
      {"min.f32 %f0, %f1, %f2;",
       "f",
       {{{f(1), f(2)}, f(1)},
        {{kNan32, f(2)}, f(2)},
        {{f(1), kNan32}, f(1)},
        {{kNan32, kNan32}, kAnyNan},
        {{0, f(-0.0f)}, f(-0.0f)},
        {{f(-0.0f), 0}, f(-0.0f)}}},
      {"max.f32 %f0, %f1, %f2;",
       "f",
       {{{f(1), f(2)}, f(2)},
        {{kNan32, f(2)}, f(2)},
        {{f(-0.0f), 0}, 0},
        {{0, f(-0.0f)}, 0},
        {{kMinusInfinity32, f(-3)}, f(-3)}}},
      {"min.NaN.f32 %f0, %f1, %f2;", "f", {{{kNan32, f(2)}, kAnyNan}, {{f(1), f(2)}, f(1)}}},
      {"max.NaN.f32 %f0, %f1, %f2;", "f", {{{f(2), kNan32}, kAnyNan}, {{f(1), f(2)}, f(2)}}},
      {"max.ftz.f32 %f0, %f1, %f2;", "f", {{{tiny, f(-1)}, 0}}},
      {"abs.f32 %f0, %f1;",
       "f",
       {{{f(-3)}, f(3)}, {{f(-0.0f)}, 0}, {{kNan32 | 0x80000000}, kAnyNan}}},
      {"abs.ftz.f32 %f0, %f1;", "f", {{{0x80000001}, 0}}},
      {"neg.f32 %f0, %f1;", "f", {{{0}, f(-0.0f)}, {{f(2)}, f(-2)}}},
      {"copysign.f32 %f0, %f1, %f2;", "f", {{{f(-1), f(5)}, f(-5)}, {{0, f(-5)}, f(5)}}},
      {"copysign.f64 %fd0, %fd1, %fd2;", "fd", {{{d(-1), d(5)}, d(-5)}}},
      {"add.f64 %fd0, %fd1, %fd2;", "fd", {{{d(0.1), d(0.2)}, d(0.1 + 0.2)}}},
      {"sub.f64 %fd0, %fd1, %fd2;", "fd", {{{d(0.1), d(0.2)}, d(0.1 - 0.2)}}},
      {"mul.f64 %fd0, %fd1, %fd2;", "fd", {{{d(0.1), d(0.2)}, d(0.1 * 0.2)}}},
      {"fma.rn.f64 %fd0, %fd1, %fd2, %fd3;",
       "fd",
       {{{d(0.1), d(10), d(-1)}, d(std::fma(0.1, 10, -1))}}},
      {"div.rn.f64 %fd0, %fd1, %fd2;",
       "fd",
       {{{d(1), d(3)}, d(1.0 / 3)}, {{d(1), 0}, kInfinity64}}},
      {"min.f64 %fd0, %fd1, %fd2;", "fd", {{{kNan64, d(2)}, d(2)}, {{0, d(-0.0)}, d(-0.0)}}},
      {"max.f64 %fd0, %fd1, %fd2;", "fd", {{{d(1), d(2)}, d(2)}, {{d(-0.0), 0}, 0}}},
      {"abs.f64 %fd0, %fd1;", "fd", {{{d(-2)}, d(2)}}},
      {"neg.f64 %fd0, %fd1;", "fd", {{{d(2)}, d(-2)}}},
      {"sqrt.rn.f32 %f0, %f1;",
       "f",
       {{{f(2)}, f(std::sqrt(2.0f))},
        {{f(-1)}, kAnyNan},
        {{f(-0.0f)}, f(-0.0f)},
        {{kInfinity32}, kInfinity32}}},
      {"sqrt.approx.f32 %f0, %f1;", "f", of(std::sqrt, {2, 0, 1e-30f}), kClose},
      {"sqrt.approx.ftz.f32 %f0, %f1;", "f", {{{tiny}, 0}}},
      {"sqrt.rn.f64 %fd0, %fd1;", "fd", {{{d(2)}, d(std::sqrt(2.0))}}},
      {"rcp.rn.f32 %f0, %f1;", "f", {{{f(3)}, f(1.0f / 3)}, {{f(-0.0f)}, kMinusInfinity32}}},
      {"rcp.approx.ftz.f32 %f0, %f1;", "f", {{{f(3)}, f(1.0f / 3)}, {{tiny}, kInfinity32}}, kClose},
      {"rcp.rn.f64 %fd0, %fd1;", "fd", {{{d(3)}, d(1.0 / 3)}}},
      {"rcp.approx.ftz.f64 %fd0, %fd1;", "fd", {{{d(3)}, d(1.0 / 3)}}, 1e-6},
      {"rsqrt.approx.f32 %f0, %f1;", "f", of(reciprocal_root, {2, 100, 1e-20f}), kClose},
      {"rsqrt.approx.ftz.f32 %f0, %f1;", "f", {{{0}, kInfinity32}, {{f(-1)}, kAnyNan}}},
      {"rsqrt.approx.f64 %fd0, %fd1;", "fd", {{{d(4)}, d(0.5)}}, 1e-6},
      {"ex2.approx.f32 %f0, %f1;", "f", of(std::exp2, {0, 1, -3.5f, 0.1f, 200, -200}), kClose},
      {"ex2.approx.ftz.f32 %f0, %f1;",
       "f",
       {{{f(-130)}, 0},
        {{kMinusInfinity32}, 0},
        {{kInfinity32}, kInfinity32},
        {{kNan32}, kAnyNan}}},
      {"lg2.approx.f32 %f0, %f1;", "f", of(std::log2, {1, 8, 0.3f, 1e30f}), kClose},
      {"lg2.approx.ftz.f32 %f0, %f1;", "f", {{{0}, kMinusInfinity32}, {{f(-1)}, kAnyNan}}},
      {"sin.approx.f32 %f0, %f1;", "f", of(std::sin, {0, 0.5f, -3, 2}), kClose},
      {"cos.approx.ftz.f32 %f0, %f1;", "f", of(std::cos, {0, 0.5f, -3, 2}), kClose},
      {"tanh.approx.f32 %f0, %f1;", "f", of(std::tanh, {0, 0.5f, -3, 20}), kClose},
  };
}

}  // namespace emulator::test
