// Integer and bit operations of PTX whose meaning differs from C++'s: shifts by 32 and more,
// division by zero, bit fields. Source: PTX ISA 8.8, "Integer Arithmetic" and "Logic and Shift".
#ifndef EMULATOR_DEVICE_KERNEL_BITS_H_
#define EMULATOR_DEVICE_KERNEL_BITS_H_

#include "kernel_abi.h"

namespace emulator::kernel {

template <class To, class From>
inline To bit_cast(From from) {
  static_assert(sizeof(To) == sizeof(From), "bit_cast keeps the size");
  To to;
  __builtin_memcpy(&to, &from, sizeof to);
  return to;
}

inline f32 as_f32(u32 bits) { return bit_cast<f32>(bits); }
inline f64 as_f64(u64 bits) { return bit_cast<f64>(bits); }
inline u32 as_u32(f32 value) { return bit_cast<u32>(value); }
inline u64 as_u64(f64 value) { return bit_cast<u64>(value); }

template <class T>
inline T least(T a, T b) {
  return b < a ? b : a;
}

template <class T>
inline T greatest(T a, T b) {
  return a < b ? b : a;
}

template <class T>
inline T shift_left(T a, u32 by) {
  return by >= sizeof(T) * 8 ? 0 : static_cast<T>(a << by);
}

// Signed types fill with the sign.
template <class T>
inline T shift_right(T a, u32 by) {
  if (by >= sizeof(T) * 8) {
    return static_cast<T>(a < 0 ? -1 : 0);
  }
  return static_cast<T>(a >> by);
}

// Division by zero gives all ones, as GPUs do; PTX leaves it open.
template <class T>
inline T divide(T a, T b) {
  if (b == 0) {
    return static_cast<T>(-1);
  }
  if (static_cast<T>(-1) < 0 && b == static_cast<T>(-1)) {
    return static_cast<T>(u64{0} - static_cast<u64>(a));
  }
  return static_cast<T>(a / b);
}

template <class T>
inline T remainder(T a, T b) {
  if (b == 0) {
    return a;
  }
  if (static_cast<T>(-1) < 0 && b == static_cast<T>(-1)) {
    return 0;
  }
  return static_cast<T>(a % b);
}

inline u32 multiply_high(u32 a, u32 b) { return static_cast<u32>((u64{a} * b) >> 32); }
inline s32 multiply_high(s32 a, s32 b) { return static_cast<s32>((s64{a} * b) >> 32); }
inline u64 multiply_high(u64 a, u64 b) {
  return static_cast<u64>((static_cast<unsigned __int128>(a) * b) >> 64);
}
inline s64 multiply_high(s64 a, s64 b) {
  return static_cast<s64>((static_cast<__int128>(a) * b) >> 64);
}
inline u16 multiply_high(u16 a, u16 b) { return static_cast<u16>((u32{a} * b) >> 16); }
inline s16 multiply_high(s16 a, s16 b) { return static_cast<s16>((s32{a} * b) >> 16); }

// mul24 works on the low 24 bits, sign-extended where signed.
inline s64 low24(s32 a) { return static_cast<s32>(static_cast<u32>(a) << 8) >> 8; }
inline u64 low24(u32 a) { return a & 0xFFFFFFu; }

template <class T>
inline T absolute_difference(T a, T b) {
  return static_cast<T>(a < b ? static_cast<u64>(b) - static_cast<u64>(a)
                              : static_cast<u64>(a) - static_cast<u64>(b));
}

inline s32 saturated(s64 value) {
  return static_cast<s32>(
      value > 0x7FFFFFFF ? 0x7FFFFFFF : (value < -0x7FFFFFFFL - 1 ? -0x7FFFFFFFL - 1 : value));
}

inline u32 count_leading_zeros(u32 a) { return a == 0 ? 32 : __builtin_clz(a); }
inline u32 count_leading_zeros(u64 a) { return a == 0 ? 64 : __builtin_clzl(a); }

template <class T>
inline T reverse_bits(T a) {
  T reversed = 0;
  for (u32 i = 0; i < sizeof(T) * 8; ++i) {
    reversed = static_cast<T>((reversed << 1) | ((a >> i) & 1));
  }
  return reversed;
}

// Position of the highest bit that differs from the sign; all ones where there is none.
template <class Unsigned>
inline u32 find_leading(Unsigned a, bool is_signed, bool shift_amount) {
  const u32 width = sizeof(Unsigned) * 8;
  const bool negative = is_signed && (a >> (width - 1)) != 0;
  const u32 zeros = count_leading_zeros(negative ? static_cast<Unsigned>(~a) : a);
  if (zeros == width) {
    return 0xFFFFFFFFu;
  }
  return shift_amount ? zeros : width - 1 - zeros;
}

template <class T, class Unsigned>
inline T extract_field(Unsigned a, u32 position, u32 length, bool is_signed) {
  const u32 top = sizeof(Unsigned) * 8 - 1;
  position &= 0xFF;
  length &= 0xFF;
  const u32 sign_position = position + length - 1 < top ? position + length - 1 : top;
  const bool sign = is_signed && length > 0 && ((a >> sign_position) & 1) != 0;
  Unsigned field = position > top ? 0 : a >> position;
  // Bits beyond the field, or beyond the register, are copies of the sign.
  const u32 present =
      position > top ? 0 : (length < top + 1 - position ? length : top + 1 - position);
  const Unsigned mask = present > top ? ~Unsigned{0} : (Unsigned{1} << present) - 1;
  field &= mask;
  return static_cast<T>(sign ? field | ~mask : field);
}

template <class T>
inline T insert_field(T from, T into, u32 position, u32 length) {
  const u32 width = sizeof(T) * 8;
  position &= 0xFF;
  length &= 0xFF;
  if (position >= width || length == 0) {
    return into;
  }
  const T ones = length >= width ? ~T{0} : (T{1} << length) - 1;
  const T mask = ones << position;
  return (into & ~mask) | ((from << position) & mask);
}

// Any function of three bits; its truth table in 8 bits.
inline u32 lookup3(u32 a, u32 b, u32 c, u32 table) {
  u32 result = 0;
  result |= (table & 0x01) != 0 ? ~a & ~b & ~c : 0;
  result |= (table & 0x02) != 0 ? ~a & ~b & c : 0;
  result |= (table & 0x04) != 0 ? ~a & b & ~c : 0;
  result |= (table & 0x08) != 0 ? ~a & b & c : 0;
  result |= (table & 0x10) != 0 ? a & ~b & ~c : 0;
  result |= (table & 0x20) != 0 ? a & ~b & c : 0;
  result |= (table & 0x40) != 0 ? a & b & ~c : 0;
  result |= (table & 0x80) != 0 ? a & b & c : 0;
  return result;
}

inline u32 funnel_left(u32 low, u32 high, u32 by) {
  return by == 0 ? high : (by >= 32 ? low : (high << by) | (low >> (32 - by)));
}

inline u32 funnel_right(u32 low, u32 high, u32 by) {
  return by == 0 ? low : (by >= 32 ? high : (high << (32 - by)) | (low >> by));
}

// Picks four of the eight bytes of b:a; bit 3 of a selector spreads the byte's sign.
inline u32 permute_bytes(u32 a, u32 b, u32 selectors) {
  const u64 bytes = (u64{b} << 32) | a;
  u32 result = 0;
  for (u32 i = 0; i < 4; ++i) {
    const u32 selector = selectors >> (4 * i);
    u32 byte = static_cast<u32>(bytes >> (8 * (selector & 7))) & 0xFF;
    if ((selector & 8) != 0) {
      byte = (byte & 0x80) != 0 ? 0xFF : 0;
    }
    result |= byte << (8 * i);
  }
  return result;
}

enum class Permute : u32 {
  kForward4,
  kBackward4,
  kReplicate8,
  kEdgeLeft,
  kEdgeRight,
  kReplicate16
};

// The selectors of prmt's special modes; source: the table in PTX ISA, "prmt".
inline u32 permute_selectors(Permute mode, u32 c) {
  const u32 i = c & 3;
  switch (mode) {
    case Permute::kForward4:
      return i | (i + 1) << 4 | (i + 2) << 8 | (i + 3) << 12;
    case Permute::kBackward4:
      return i | ((i + 7) & 7) << 4 | ((i + 6) & 7) << 8 | ((i + 5) & 7) << 12;
    case Permute::kReplicate8:
      return i * 0x1111;
    case Permute::kEdgeLeft:
      return i | greatest(i, 1u) << 4 | greatest(i, 2u) << 8 | 3u << 12;
    case Permute::kEdgeRight:
      return 0u | least(i, 1u) << 4 | least(i, 2u) << 8 | i << 12;
    case Permute::kReplicate16:
      break;
  }
  return (i & 1) != 0 ? 0x3232 : 0x1010;
}

}  // namespace emulator::kernel

#ifdef EMULATOR_EMBED_KERNEL_HEADERS
asm(".pushsection .rodata\n.hidden emulator_text_bits\n.globl "
    "emulator_text_bits\nemulator_text_bits:\n"
    ".incbin \"" __FILE__ "\"\n.byte 0\n.popsection");
#endif

#endif  // EMULATOR_DEVICE_KERNEL_BITS_H_
