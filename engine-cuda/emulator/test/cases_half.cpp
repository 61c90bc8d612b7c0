// f16 and bf16: conversions, and the arithmetic that NVIDIA's headers compile to.
#include "cases.h"

namespace emulator::test {

std::vector<Case> half_cases() {
  return {
      {"cvt.f32.f16 %f0, %rs1;", "f",
       {{{0x3C00}, f(1)}, {{0xC000}, f(-2)}, {{0x0001}, f(0x1p-24f)}, {{0x03FF}, f(0x3FFp-24f)},
        {{0x7BFF}, f(65504)}, {{0x7C00}, kInfinity32}, {{0xFC00}, kMinusInfinity32},
        {{0x7E00}, kAnyNan}, {{0x8000}, f(-0.0f)}}},
      {"cvt.rn.f16.f32 %rs0, %f1;", "rs",
       {{{f(1)}, 0x3C00}, {{f(65504)}, 0x7BFF}, {{f(65519)}, 0x7BFF}, {{f(65520)}, 0x7C00},
        {{f(1 + 0x1p-11f)}, 0x3C00}, {{f(1 + 0x3p-11f)}, 0x3C02}, {{f(0x1p-24f)}, 0x0001},
        {{f(0x1p-25f)}, 0x0000}, {{f(0x1.8p-25f)}, 0x0001}, {{f(0x1p-14f)}, 0x0400},
        {{f(0x1.FF8p-15f)}, 0x03FF}, {{f(0x1.FFCp-15f)}, 0x0400}, {{f(-0.0f)}, 0x8000}, {{kNan32}, 0x7FFF},
        {{kMinusInfinity32}, 0xFC00}, {{f(1e-30f)}, 0}, {{f(0x1.FFFp-15f)}, 0x0400}}},
      {"cvt.rz.f16.f32 %rs0, %f1;", "rs", {{{f(1e9f)}, 0x7BFF}, {{f(1.9999f)}, 0x3FFF}, {{f(1e-9f)}, 0}}},
      {"cvt.rm.f16.f32 %rs0, %f1;", "rs", {{{f(-1e-9f)}, 0x8001}, {{f(1e-9f)}, 0}, {{f(-1e9f)}, 0xFC00}}},
      {"cvt.rp.f16.f32 %rs0, %f1;", "rs", {{{f(1e-9f)}, 0x0001}, {{f(-1e9f)}, 0xFBFF}}},
      {"cvt.rn.f16.f64 %rs0, %fd1;", "rs", {{{d(0.1)}, 0x2E66}, {{d(1 + 0x1p-11 + 0x1p-40)}, 0x3C01}}},
      {"cvt.f64.f16 %fd0, %rs1;", "fd", {{{0x3C01}, d(1 + 0x1p-10)}}},
      {"cvt.rn.f16.s32 %rs0, %r1;", "rs", {{{s(-3)}, 0xC200}, {{2049}, 0x6800}, {{70000}, 0x7C00}}},
      {"cvt.rzi.s32.f16 %r0, %rs1;", "r", {{{0xC300}, s(-3)}, {{0x7E00}, 0}}},
      {"cvt.rni.f16.f16 %rs0, %rs1;", "rs", {{{0x4100}, 0x4000}}},
      {"cvt.sat.f16.f16 %rs0, %rs1;", "rs", {{{0x4100}, 0x3C00}, {{0xC000}, 0}}},
      {"cvt.rn.bf16.f32 %rs0, %f1;", "rs",
       {{{f(1)}, 0x3F80}, {{0x3F808000}, 0x3F80}, {{0x3F818000}, 0x3F82}, {{0x3F808001}, 0x3F81},
        {{0x7F7FFFFF}, 0x7F80}, {{kNan32}, 0x7FFF}, {{1}, 0}, {{0x00010000}, 0x0001},
        {{f(-2)}, 0xC000}}},
      {"cvt.rz.bf16.f32 %rs0, %f1;", "rs", {{{0x3F80FFFF}, 0x3F80}}},
      {"cvt.rn.relu.bf16.f32 %rs0, %f1;", "rs", {{{f(-1)}, 0}, {{f(1)}, 0x3F80}, {{kNan32}, 0x7FFF}}},
      {"cvt.f32.bf16 %f0, %rs1;", "f", {{{0x3F80}, f(1)}, {{0x7FC0}, kAnyNan}}},
      {"cvt.rn.f16x2.f32 %r0, %f1, %f2;", "r", {{{f(1), f(2)}, 0x3C004000}}},
      {"cvt.rn.bf16x2.f32 %r0, %f1, %f2;", "r", {{{f(1), f(2)}, 0x3F804000}}},
      {"cvt.rn.relu.f16x2.f32 %r0, %f1, %f2;", "r", {{{f(-1), f(2)}, 0x00004000}}},
      {"add.f16 %rs0, %rs1, %rs2;", "rs", {{{0x3C00, 0x4000}, 0x4200}, {{0x7BFF, 0x7BFF}, 0x7C00}}},
      {"sub.f16 %rs0, %rs1, %rs2;", "rs", {{{0x3C00, 0x4000}, 0xBC00}}},
      {"mul.f16 %rs0, %rs1, %rs2;", "rs", {{{0x4200, 0x4000}, 0x4600}}},
      {"fma.rn.f16 %rs0, %rs1, %rs2, %rs3;", "rs", {{{0x4200, 0x4000, 0x3C00}, 0x4700}}},
      {"add.f16x2 %r0, %r1, %r2;", "r", {{{0x3C004000, 0x40003C00}, 0x42004200}}},
      {"fma.rn.bf16 %rs0, %rs1, %rs2, %rs3;", "rs", {{{0x4040, 0x4000, 0x3F80}, 0x40E0}}},
      {"fma.rn.bf16x2 %r0, %r1, %r2, %r3;", "r", {{{0x40403F80, 0x40004000, 0x3F800000}, 0x40E04000}}},
      {"neg.f16 %rs0, %rs1;", "rs", {{{0x3C00}, 0xBC00}}},
      {"neg.bf16x2 %r0, %r1;", "r", {{{0x3F80BF80}, 0xBF803F80}}},
      {"abs.f16x2 %r0, %r1;", "r", {{{0xBC003C00}, 0x3C003C00}}},
      {"min.f16 %rs0, %rs1, %rs2;", "rs", {{{0x3C00, 0x7E00}, 0x3C00}, {{0x3C00, 0x4000}, 0x3C00}}},
      {"max.bf16x2 %r0, %r1, %r2;", "r", {{{0x3F804000, 0x40003F80}, 0x40004000}}},
      {"max.NaN.f16 %rs0, %rs1, %rs2;", "rs", {{{0x3C00, 0x7E00}, 0x7FFF}}},
      {"ex2.approx.f16 %rs0, %rs1;", "rs", {{{0x4000}, 0x4400}}},
      {"tanh.approx.f16 %rs0, %rs1;", "rs", {{{0}, 0}}},
  };
}

}  // namespace emulator::test
