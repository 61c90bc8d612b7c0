// cvt: conversions among integers and floats, with PTX's rounding and saturation.
#ifndef EMULATOR_DEVICE_KERNEL_CONVERT_H_
#define EMULATOR_DEVICE_KERNEL_CONVERT_H_

#include "kernel_float.h"

namespace emulator::kernel {

// Rounds a double's magnitude to `digits` significant bits, or fewer below `least_exponent`, the
// exponent of the smallest subnormal; returns the magnitude in units of that exponent's floor.
struct Rounded {
  u64 significand;
  s32 exponent;  // value = significand * 2^exponent
};

inline Rounded round_magnitude(u64 bits, s32 digits, s32 least_exponent, Round mode,
                               bool negative) {
  const s32 biased = static_cast<s32>(bits >> 52) & 0x7FF;
  u64 significand = bits & 0xFFFFFFFFFFFFFul;
  s32 exponent = -1074;
  if (biased != 0) {
    significand |= 1ul << 52;
    exponent = biased - 1075;
  }
  const s32 width = significand == 0 ? 0 : 64 - __builtin_clzl(significand);
  s32 drop = greatest(width - digits, least_exponent - exponent);
  if (drop <= 0) {
    return {significand, exponent};
  }
  if (drop > 60) {
    drop = 60;  // what is left is a sticky bit far below the last digit kept
    significand = significand != 0 ? 1 : 0;
    exponent = least_exponent - drop;
  }
  const u64 rest = significand & ((1ul << drop) - 1);
  const u64 half = 1ul << (drop - 1);
  u64 kept = significand >> drop;
  const bool up = mode == Round::kNearest ? rest > half || (rest == half && (kept & 1) != 0)
                                          : rest != 0 && ((mode == Round::kUp && !negative) ||
                                                          (mode == Round::kDown && negative));
  kept += up ? 1 : 0;
  return {kept, exponent + drop};
}

// To a format with `fraction` stored bits and `exponent_bits`: f16 is (10, 5), bf16 (7, 8).
inline u32 to_small_float(f64 value, s32 fraction, s32 exponent_bits, Round mode) {
  const u64 bits = as_u64(value);
  const bool negative = (bits >> 63) != 0;
  const u32 sign = negative ? 1u << (fraction + exponent_bits) : 0;
  const u32 infinity = ((1u << exponent_bits) - 1) << fraction;
  if (is_nan(value)) {
    return (1u << (fraction + exponent_bits)) - 1;  // canonical: sign 0, all other bits 1
  }
  if (!test_finite(value)) {
    return sign | infinity;
  }
  const s32 bias = (1 << (exponent_bits - 1)) - 1;
  const s32 least_exponent = 1 - bias - fraction;
  const Rounded rounded =
      round_magnitude(bits & ~(1ul << 63), fraction + 1, least_exponent, mode, negative);
  u64 significand = rounded.significand;
  s32 exponent = rounded.exponent;
  if (significand == 0) {
    return sign;
  }
  while (significand >> (fraction + 1) != 0) {
    significand >>= 1;  // exact: a carry leaves a power of two, narrow values have zeros below
    ++exponent;
  }
  while (significand >> fraction == 0 && exponent > least_exponent) {
    significand <<= 1;
    --exponent;
  }
  const bool subnormal = significand >> fraction == 0;
  const s32 biased = subnormal ? 0 : exponent + fraction + bias;
  if (biased >= (1 << exponent_bits) - 1) {
    const bool away = mode == Round::kNearest || (mode == Round::kUp && !negative) ||
                      (mode == Round::kDown && negative);
    return sign | (away ? infinity : infinity - 1);
  }
  return sign | static_cast<u32>(biased) << fraction |
         (static_cast<u32>(significand) & ((1u << fraction) - 1));
}

inline f32 from_f16(u16 bits) {
  const u32 sign = static_cast<u32>(bits & 0x8000u) << 16;
  const u32 magnitude = bits & 0x7FFFu;
  if (magnitude >= 0x7C00u) {
    return as_f32(sign | 0x7F800000u | (magnitude & 0x3FFu) << 13);
  }
  // A power of two times the significand is exact, subnormal or not.
  const f32 value = magnitude < 0x400u ? static_cast<f32>(magnitude) * 0x1p-24f
                                       : as_f32((magnitude << 13) + (112u << 23));
  return as_f32(sign | as_u32(value));
}
inline f32 from_bf16(u16 bits) { return as_f32(static_cast<u32>(bits) << 16); }

inline u16 to_f16(f64 value, Round mode) {
  return static_cast<u16>(to_small_float(value, 10, 5, mode));
}
inline u16 to_bf16(f64 value, Round mode) {
  return static_cast<u16>(to_small_float(value, 7, 8, mode));
}
inline u32 pack(u16 low, u16 high) { return low | static_cast<u32>(high) << 16; }

// To a float, correctly rounded in any mode.
inline f32 to_f32(f64 value, Round mode) { return round_exact(value, 0, mode); }

// Integers to double lose nothing up to 53 bits; beyond, the low part tells which way to round.
inline f32 integer_to_f32(u64 magnitude, bool negative, Round mode) {
  const f64 high = static_cast<f64>(magnitude >> 32) * 0x1p32;
  const f64 low = static_cast<f64>(magnitude & 0xFFFFFFFFu);
  const f64 sum = high + low;
  const f64 error = sum_error(high, low, sum);
  if (mode == Round::kNearest) {
    // Rounding twice could hit a false tie: nudge the double towards what it lost.
    u64 bits = as_u64(sum);
    if (error != 0 && (bits & 1) == 0) {
      bits = error > 0 ? bits + 1 : bits - 1;
    }
    const f32 result = static_cast<f32>(as_f64(bits));
    return negative ? negate(result) : result;
  }
  return negative ? round_exact(-sum, -error, mode) : round_exact(sum, error, mode);
}
inline f64 integer_to_f64(u64 magnitude, bool negative, Round mode) {
  const f64 high = static_cast<f64>(magnitude >> 32) * 0x1p32;
  const f64 low = static_cast<f64>(magnitude & 0xFFFFFFFFu);
  return negative ? add(-high, -low, mode) : add(high, low, mode);
}
inline u64 magnitude_of(s64 value) {
  return value < 0 ? u64{0} - static_cast<u64>(value) : static_cast<u64>(value);
}
inline f32 to_f32(s64 value, Round mode) {
  return integer_to_f32(magnitude_of(value), value < 0, mode);
}
inline f32 to_f32(u64 value, Round mode) { return integer_to_f32(value, false, mode); }
inline f64 to_f64(s64 value, Round mode) {
  return value == 0 ? 0.0 : integer_to_f64(magnitude_of(value), value < 0, mode);
}
inline f64 to_f64(u64 value, Round mode) {
  return value == 0 ? 0.0 : integer_to_f64(value, false, mode);
}

// .rni .rzi .rmi .rpi
inline f64 round_to_integer(f64 value, Round mode) {
  switch (mode) {
    case Round::kZero:
      return __builtin_trunc(value);
    case Round::kDown:
      return __builtin_floor(value);
    case Round::kUp:
      return __builtin_ceil(value);
    case Round::kNearest:
      break;
  }
  return __builtin_rint(value);
}
inline f32 round_to_integer(f32 value, Round mode) {
  switch (mode) {
    case Round::kZero:
      return __builtin_truncf(value);
    case Round::kDown:
      return __builtin_floorf(value);
    case Round::kUp:
      return __builtin_ceilf(value);
    case Round::kNearest:
      break;
  }
  return __builtin_rintf(value);
}

// Floats to integers always clamp. NaN gives 0 where neither side has 64 bits, else only the
// highest bit set; source: PTX ISA, "cvt".
template <class T>
inline T to_integer(f64 value, Round mode, bool wide_source) {
  constexpr bool is_signed = static_cast<T>(-1) < 0;
  constexpr u32 width = sizeof(T) * 8;
  constexpr T greatest_value = static_cast<T>(~u64{0} >> (64 - width + (is_signed ? 1 : 0)));
  constexpr T least_value = is_signed ? static_cast<T>(-greatest_value - 1) : 0;
  if (is_nan(value)) {
    return wide_source || width == 64 ? static_cast<T>(u64{1} << (width - 1)) : 0;
  }
  const f64 integer = round_to_integer(value, mode);
  const f64 limit =
      (is_signed ? 0.5 : 1.0) * (width == 64 ? 0x1p64 : static_cast<f64>(u64{1} << (width & 63)));
  if (integer >= limit) {
    return greatest_value;
  }
  if (integer < (is_signed ? -limit : 0.0)) {
    return least_value;
  }
  return static_cast<T>(integer);
}

// To TF32, whose low 13 bits are zero: adds `half`, and the last bit kept where ties go to even.
inline u32 to_tf32(f32 value, u32 half, u32 to_even) {
  const u32 bits = as_u32(value);
  if (!test_finite(value)) {
    return is_nan(value) ? 0x7FFFFFFFu : bits;
  }
  return (bits + half + (to_even & bits >> 13)) & ~0x1FFFu;
}

// cvt.sat between integers: clamps to the target's range.
template <class To, class From>
inline To clamp_to(From value) {
  constexpr bool is_signed = static_cast<To>(-1) < 0;
  constexpr u32 width = sizeof(To) * 8;
  constexpr To greatest_value = static_cast<To>(~u64{0} >> (64 - width + (is_signed ? 1 : 0)));
  constexpr To least_value = is_signed ? static_cast<To>(-greatest_value - 1) : 0;
  const __int128 wide = value;
  return wide > greatest_value ? greatest_value
                               : (wide < least_value ? least_value : static_cast<To>(value));
}

}  // namespace emulator::kernel

#ifdef EMULATOR_EMBED_KERNEL_HEADERS
asm(".pushsection .rodata\n.hidden emulator_text_convert\n.globl "
    "emulator_text_convert\nemulator_text_convert:\n"
    ".incbin \"" __FILE__ "\"\n.byte 0\n.popsection");
#endif

#endif  // EMULATOR_DEVICE_KERNEL_CONVERT_H_
