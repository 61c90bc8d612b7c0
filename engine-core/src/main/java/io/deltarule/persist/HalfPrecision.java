package io.deltarule.persist;

/** The 16-bit floating-point formats, widened to float32; every value is exact. */
final class HalfPrecision {
  private static final int SIGN = 0x8000;
  private static final int EXPONENT = 0x7C00;
  private static final int SIGNIFICAND = 0x03FF;

  private HalfPrecision() {}

  /** IEEE 754 binary16: 1 sign bit, 5 exponent bits of bias 15, 10 significand bits. */
  static float fromFloat16(short half) {
    int sign = (half & SIGN) << 16;
    int exponent = half & EXPONENT;
    int significand = half & SIGNIFICAND;
    if (exponent == EXPONENT) { // infinity and NaN keep their payload
      return Float.intBitsToFloat(sign | 0x7F80_0000 | significand << 13);
    }
    if (exponent == 0) { // zero and subnormals: significand * 2^-24, exact in float32
      float magnitude = significand * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    // Rebias the exponent from 15 to 127.
    return Float.intBitsToFloat(sign | ((exponent << 13) + (112 << 23)) | significand << 13);
  }

  /** bfloat16: the upper 16 bits of a binary32. */
  static float fromBfloat16(short half) {
    return Float.intBitsToFloat(half << 16);
  }
}
