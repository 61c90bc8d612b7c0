// Floating-point operations of PTX. Directed rounding of float is computed in double, exactly: that
// is quicker than switching the processor's rounding mode, and no compiler can move it.
// NaN results are some NaN: their payload is not modelled.
#ifndef EMULATOR_DEVICE_KERNEL_FLOAT_H_
#define EMULATOR_DEVICE_KERNEL_FLOAT_H_

#include "kernel_bits.h"

namespace emulator::kernel {

enum class Round : u32 { kNearest, kZero, kDown, kUp };

inline bool is_nan(f32 a) { return a != a; }
inline bool is_nan(f64 a) { return a != a; }
inline f32 quiet_nan32() { return as_f32(0x7FFFFFFFu); }
inline f64 quiet_nan64() { return as_f64(0x7FFFFFFFFFFFFFFFul); }

// .ftz: subnormal numbers become zero of the same sign.
inline f32 flush(f32 a) {
  const u32 bits = as_u32(a);
  return (bits & 0x7F800000u) == 0 ? as_f32(bits & 0x80000000u) : a;
}

// .sat: [0, 1], NaN becomes 0.
inline f32 saturate(f32 a) { return a > 0 ? (a < 1 ? a : 1.0f) : 0.0f; }
inline f64 saturate(f64 a) { return a > 0 ? (a < 1 ? a : 1.0) : 0.0; }

// .relu: negative numbers become 0; NaN stays.
inline f32 relu(f32 a) { return a < 0 ? 0.0f : (a == 0 ? 0.0f : a); }
inline f64 relu(f64 a) { return a < 0 ? 0.0 : (a == 0 ? 0.0 : a); }

// min and max prefer the number to a NaN, and order -0 below +0.
inline f32 minimum(f32 a, f32 b) {
  if (is_nan(a)) {
    return is_nan(b) ? quiet_nan32() : b;
  }
  if (is_nan(b) || a < b) {
    return a;
  }
  return b < a || (as_u32(b) >> 31) != 0 ? b : a;
}
inline f32 maximum(f32 a, f32 b) {
  if (is_nan(a)) {
    return is_nan(b) ? quiet_nan32() : b;
  }
  if (is_nan(b) || a > b) {
    return a;
  }
  return b > a || (as_u32(b) >> 31) == 0 ? b : a;
}
inline f64 minimum(f64 a, f64 b) {
  if (is_nan(a)) {
    return is_nan(b) ? quiet_nan64() : b;
  }
  if (is_nan(b) || a < b) {
    return a;
  }
  return b < a || (as_u64(b) >> 63) != 0 ? b : a;
}
inline f64 maximum(f64 a, f64 b) {
  if (is_nan(a)) {
    return is_nan(b) ? quiet_nan64() : b;
  }
  if (is_nan(b) || a > b) {
    return a;
  }
  return b > a || (as_u64(b) >> 63) == 0 ? b : a;
}
// min.NaN and max.NaN.
inline f32 minimum_nan(f32 a, f32 b) {
  return is_nan(a) || is_nan(b) ? quiet_nan32() : minimum(a, b);
}
inline f32 maximum_nan(f32 a, f32 b) {
  return is_nan(a) || is_nan(b) ? quiet_nan32() : maximum(a, b);
}
inline f64 minimum_nan(f64 a, f64 b) {
  return is_nan(a) || is_nan(b) ? quiet_nan64() : minimum(a, b);
}
inline f64 maximum_nan(f64 a, f64 b) {
  return is_nan(a) || is_nan(b) ? quiet_nan64() : maximum(a, b);
}

inline f32 negate(f32 a) { return as_f32(as_u32(a) ^ 0x80000000u); }
inline f64 negate(f64 a) { return as_f64(as_u64(a) ^ (u64{1} << 63)); }
inline f32 absolute(f32 a) { return as_f32(as_u32(a) & 0x7FFFFFFFu); }
inline f64 absolute(f64 a) { return as_f64(as_u64(a) & ~(u64{1} << 63)); }
inline f32 copy_sign(f32 sign, f32 magnitude) {
  return as_f32((as_u32(sign) & 0x80000000u) | (as_u32(magnitude) & 0x7FFFFFFFu));
}
inline f64 copy_sign(f64 sign, f64 magnitude) {
  return as_f64((as_u64(sign) & (u64{1} << 63)) | (as_u64(magnitude) & ~(u64{1} << 63)));
}

// The neighbour of a finite float, upwards or downwards.
inline f32 next_up(f32 a) {
  const u32 bits = as_u32(a);
  if ((bits & 0x7FFFFFFFu) == 0) {
    return as_f32(1);
  }
  return as_f32((bits >> 31) != 0 ? bits - 1 : bits + 1);
}
inline f32 next_down(f32 a) { return negate(next_up(negate(a))); }

// The exact number is `high + low`, where low is far smaller: rounds it to float. An exact zero sum
// of opposites is -0 when rounding down, which the callers see to.
inline f32 round_exact(f64 high, f64 low, Round mode) {
  f32 near = static_cast<f32>(high);
  if (near != near || high - high != 0) {
    return near;  // NaN and infinities are exact
  }
  if (as_u32(absolute(near)) == 0x7F800000u) {
    // Overflow of a finite number: rounding towards zero stops at the greatest float.
    const bool negative = near < 0;
    const bool away = mode == Round::kNearest || (mode == Round::kDown && negative) ||
                      (mode == Round::kUp && !negative);
    return away ? near : copy_sign(near, as_f32(0x7F7FFFFFu));
  }
  if (mode == Round::kNearest) {
    return near;
  }
  const f64 back = near;
  const bool exact_above = back < high || (back == high && low > 0);
  const bool exact_below = back > high || (back == high && low < 0);
  const bool positive = high > 0 || (high == 0 && low > 0);
  const Round direction = mode == Round::kZero ? (positive ? Round::kDown : Round::kUp) : mode;
  if (direction == Round::kDown && exact_below) {
    return next_down(near);
  }
  if (direction == Round::kUp && exact_above) {
    const f32 next = next_up(near);
    return next == 0 ? copy_sign(near, next) : next;
  }
  return near;
}

// Knuth's two-sum: a + b is exactly high + low.
inline f64 sum_error(f64 a, f64 b, f64 high) {
  const f64 b_part = high - a;
  return (a - (high - b_part)) + (b - b_part);
}

inline f32 fused(f32 a, f32 b, f32 c, Round mode) {
  if (mode == Round::kNearest) {
    return __builtin_fmaf(a, b, c);
  }
  const f64 product = static_cast<f64>(a) * b;  // exact: 48 bits
  const f64 high = product + c;
  if (high == 0 && product == -static_cast<f64>(c)) {
    // Opposites cancel to -0 when rounding down, else to +0; zeros of one sign keep it.
    const bool both_negative = (as_u64(product) >> 63) != 0 && (as_u32(c) >> 31) != 0;
    const bool differ = (as_u64(product) >> 63) != (as_u32(c) >> 31);
    return both_negative || (differ && mode == Round::kDown) ? -0.0f : 0.0f;
  }
  const f64 low = high - high == 0 ? sum_error(product, c, high) : 0.0;
  return round_exact(high, low, mode);
}

inline f32 add(f32 a, f32 b, Round mode) {
  return mode == Round::kNearest ? a + b : fused(a, 1.0f, b, mode);
}
inline f32 subtract(f32 a, f32 b, Round mode) {
  return mode == Round::kNearest ? a - b : fused(a, 1.0f, negate(b), mode);
}
inline f32 multiply(f32 a, f32 b, Round mode) {
  return mode == Round::kNearest ? a * b : round_exact(static_cast<f64>(a) * b, 0, mode);
}

// The quotient in double, and the sign of what it misses: a - q * b, exact by fma.
inline f32 divide(f32 a, f32 b, Round mode) {
  if (mode == Round::kNearest) {
    return a / b;
  }
  const f64 quotient = static_cast<f64>(a) / b;
  if (quotient - quotient != 0 || quotient == 0) {
    return static_cast<f32>(quotient);
  }
  const f64 missing = __builtin_fma(-quotient, b, a);
  return round_exact(quotient, b < 0 ? -missing : missing, mode);
}

inline f32 square_root(f32 a, Round mode) {
  if (mode == Round::kNearest || !(a > 0)) {
    return __builtin_sqrtf(a);
  }
  const f64 root = __builtin_sqrt(static_cast<f64>(a));
  return round_exact(root, root - root == 0 ? __builtin_fma(-root, root, a) : 0, mode);
}

// Directed rounding of double: the processor's mode is switched around one operation, in functions
// that are never inlined, through volatile operands, so that nothing moves in or out.
#if defined(__x86_64__)
class RoundingMode {
 public:
  explicit RoundingMode(Round mode) : saved_(__builtin_ia32_stmxcsr()) {
    const u32 field =
        mode == Round::kDown ? 1 : (mode == Round::kUp ? 2 : (mode == Round::kZero ? 3 : 0));
    __builtin_ia32_ldmxcsr((saved_ & ~0x6000u) | field << 13);
  }
  ~RoundingMode() { __builtin_ia32_ldmxcsr(saved_); }

 private:
  u32 saved_;
};
#elif defined(__aarch64__)
class RoundingMode {
 public:
  explicit RoundingMode(Round mode) : saved_(__builtin_aarch64_get_fpcr()) {
    const u32 field =
        mode == Round::kUp ? 1 : (mode == Round::kDown ? 2 : (mode == Round::kZero ? 3 : 0));
    __builtin_aarch64_set_fpcr((saved_ & ~0xC00000u) | field << 22);
  }
  ~RoundingMode() { __builtin_aarch64_set_fpcr(saved_); }

 private:
  u32 saved_;
};
#endif

__attribute__((noinline, unused)) static f64 fused_directed(f64 a, f64 b, f64 c, Round mode) {
  volatile f64 x = a;
  volatile f64 y = b;
  volatile f64 z = c;
  const RoundingMode rounding(mode);
  volatile f64 result = __builtin_fma(x, y, z);
  return result;
}
__attribute__((noinline, unused)) static f64 add_directed(f64 a, f64 b, Round mode) {
  volatile f64 x = a;
  volatile f64 y = b;
  const RoundingMode rounding(mode);
  volatile f64 result = x + y;
  return result;
}
__attribute__((noinline, unused)) static f64 multiply_directed(f64 a, f64 b, Round mode) {
  volatile f64 x = a;
  volatile f64 y = b;
  const RoundingMode rounding(mode);
  volatile f64 result = x * y;
  return result;
}
__attribute__((noinline, unused)) static f64 divide_directed(f64 a, f64 b, Round mode) {
  volatile f64 x = a;
  volatile f64 y = b;
  const RoundingMode rounding(mode);
  volatile f64 result = x / y;
  return result;
}
__attribute__((noinline, unused)) static f64 square_root_directed(f64 a, Round mode) {
  volatile f64 x = a;
  const RoundingMode rounding(mode);
  volatile f64 result = __builtin_sqrt(x);
  return result;
}

inline f64 fused(f64 a, f64 b, f64 c, Round mode) {
  return mode == Round::kNearest ? __builtin_fma(a, b, c) : fused_directed(a, b, c, mode);
}
inline f64 add(f64 a, f64 b, Round mode) {
  return mode == Round::kNearest ? a + b : add_directed(a, b, mode);
}
inline f64 subtract(f64 a, f64 b, Round mode) {
  return mode == Round::kNearest ? a - b : add_directed(a, negate(b), mode);
}
inline f64 multiply(f64 a, f64 b, Round mode) {
  return mode == Round::kNearest ? a * b : multiply_directed(a, b, mode);
}
inline f64 divide(f64 a, f64 b, Round mode) {
  return mode == Round::kNearest ? a / b : divide_directed(a, b, mode);
}
inline f64 square_root(f64 a, Round mode) {
  return mode == Round::kNearest ? __builtin_sqrt(a) : square_root_directed(a, mode);
}

// testp: what kind of number.
inline bool test_subnormal(f32 a) {
  return (as_u32(a) & 0x7F800000u) == 0 && (as_u32(a) & 0x7FFFFFu) != 0;
}
inline bool test_subnormal(f64 a) {
  return (as_u64(a) & 0x7FF0000000000000ul) == 0 && (as_u64(a) & 0xFFFFFFFFFFFFFul) != 0;
}
inline bool test_finite(f32 a) { return (as_u32(a) & 0x7F800000u) != 0x7F800000u; }
inline bool test_finite(f64 a) {
  return (as_u64(a) & 0x7FF0000000000000ul) != 0x7FF0000000000000ul;
}
template <class T>
inline bool test_normal(T a) {
  return test_finite(a) && !test_subnormal(a) && a != 0;
}
template <class T>
inline bool test_infinite(T a) {
  return !test_finite(a) && a == a;
}

}  // namespace emulator::kernel

#ifdef EMULATOR_EMBED_KERNEL_HEADERS
asm(".pushsection .rodata\n.hidden emulator_text_float\n.globl "
    "emulator_text_float\nemulator_text_float:\n"
    ".incbin \"" __FILE__ "\"\n.byte 0\n.popsection");
#endif

#endif  // EMULATOR_DEVICE_KERNEL_FLOAT_H_
