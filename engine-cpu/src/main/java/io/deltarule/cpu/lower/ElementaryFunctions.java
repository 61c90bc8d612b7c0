package io.deltarule.cpu.lower;

import static io.deltarule.cpu.lower.Opcode.*;

/**
 * Elementary functions as float32 arithmetic: range reduction and a minimax polynomial, evaluated
 * with fused multiply-add. The coefficients were fitted by weighted least squares (Lawson's
 * algorithm) to float64 values and rounded one after the other; the error of each polynomial itself
 * is below 0.02 units in the last place, what remains is rounding. The tests hold the bounds stated
 * here against float64 over all exponents.
 *
 * <p>Special values are those of {@link Math}, but for the sign of a zero result.
 */
final class ElementaryFunctions {
  /**
   * 1.5 * 2^23: adding it rounds a float of magnitude below 2^22 to an integer, in its low bits.
   */
  private static final float ROUND = 0x1.8p23f;

  private static final float LOG2_E = (float) (1 / Math.log(2));

  /** ln 2 in two parts; products of the first with integers up to 2^9 are exact. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);

  private final MachineBuilder code;

  ElementaryFunctions(MachineBuilder code) {
    this.code = code;
  }

  /**
   * An argument r + n ln 2 with r in [-ln 2 / 2, ln 2 / 2]: positions of r and of the bits of n.
   */
  private record Reduced(int r, int n) {}

  private Reduced reduce(int x) {
    int shifted = code.fma(x, code.constant(LOG2_E), code.constant(ROUND));
    int rounded = code.emit(SUB, shifted, code.constant(ROUND));
    int bits = code.emit(FLOAT_BITS, shifted);
    int n = code.emit(INT_SUB, bits, code.constantInt(Float.floatToIntBits(ROUND)));
    int high = code.fma(rounded, code.constant(-LN2_HIGH), x);
    return new Reduced(code.fma(rounded, code.constant(-LN2_LOW), high), n);
  }

  private int clamp(int x, float low, float high) {
    return code.emit(MAX, code.emit(MIN, x, code.constant(high)), code.constant(low));
  }

  /** 2^n for n from -126 to 127. */
  private int powerOfTwo(int n) {
    int biased = code.emit(INT_ADD, n, code.constantInt(127));
    return code.emit(BITS_FLOAT, code.emitWith(INT_SHL, 23, biased));
  }

  /**
   * exp(x), within 1.5 units in the last place; subnormal results lose what their precision loses.
   */
  int exp(int x) {
    return expWithin(clamp(x, -104.5f, 89));
  }

  /** exp(x) for x from -104.5 to 89, or NaN. */
  private int expWithin(int x) {
    Reduced reduced = reduce(x);
    int r = reduced.r();
    int square = code.emit(MUL, r, r);
    int tail =
        code.polynomial(
            r, 0.5f, 0.16666666f, 0.041666456f, 0.008333569f, 0.0013935934f, 1.9742695e-4f);
    int p = code.emit(ADD, code.fma(tail, square, r), code.constant(1));
    // In two steps, because 2^n overflows for n = 128 and is subnormal below -126.
    int half = code.emitWith(INT_SHR, 1, reduced.n());
    int rest = code.emit(INT_SUB, reduced.n(), half);
    return code.emit(MUL, code.emit(MUL, p, powerOfTwo(half)), powerOfTwo(rest));
  }

  /** exp(x) - 1, within 2 units in the last place: 2 (2^(n-1) (exp(r) - 1) + 2^(n-1) - 1/2). */
  int expm1(int x) {
    return expm1Within(clamp(x, -60, 89));
  }

  /** exp(x) - 1 for x from -60 to 89, or NaN. */
  private int expm1Within(int x) {
    Reduced reduced = reduce(x);
    int r = reduced.r();
    int square = code.emit(MUL, r, r);
    int tail =
        code.polynomial(
            r, 0.5f, 0.16666666f, 0.041666485f, 0.0083335405f, 0.0013933228f, 1.9767751e-4f);
    int q = code.fma(tail, square, r);
    int scale = powerOfTwo(code.emit(INT_SUB, reduced.n(), code.constantInt(1)));
    int sum = code.fma(q, scale, code.emit(SUB, scale, code.constant(0.5f)));
    return code.emit(ADD, sum, sum);
  }

  /** The natural logarithm, within 1.5 units in the last place. */
  int log(int x) {
    int tiny = code.emit(LT, x, code.constant(Float.MIN_NORMAL));
    int normal = code.emit(SELECT, tiny, code.emit(MUL, x, code.constant(0x1p23f)), x);
    int bits = code.emit(FLOAT_BITS, normal);
    // Mantissas from sqrt(1/2) to sqrt(2), so that the logarithm of 1 is exactly 0.
    int sqrtHalf = code.constantInt(Float.floatToIntBits((float) Math.sqrt(0.5)));
    int exponent = code.emitWith(INT_SHR, 23, code.emit(INT_SUB, bits, sqrtHalf));
    int mantissa =
        code.emit(BITS_FLOAT, code.emit(INT_SUB, bits, code.emitWith(INT_SHL, 23, exponent)));
    int f = code.emit(SUB, mantissa, code.constant(1));
    int correction = code.emit(SELECT, tiny, code.constant(-23), code.constant(0));
    int e = code.emit(ADD, code.emit(INT_TO_FLOAT, exponent), correction);

    int square = code.emit(MUL, f, f);
    int tail =
        code.polynomial(
            f,
            0.33333313f,
            -0.2500001f,
            0.20002073f,
            -0.16667996f,
            0.14220327f,
            -0.12406032f,
            0.11883568f,
            -0.11671449f,
            0.06750956f);
    int cube = code.emit(MUL, square, f);
    int low = code.fma(e, code.constant(LN2_LOW), code.emit(MUL, cube, tail));
    int middle = code.fma(square, code.constant(-0.5f), low);
    int result = code.fma(e, code.constant(LN2_HIGH), code.emit(ADD, f, middle));
    return logSpecials(x, result);
  }

  private int logSpecials(int x, int result) {
    int infinity = code.constant(Float.POSITIVE_INFINITY);
    int zero = code.constant(0);
    int finite = code.emit(SELECT, code.emit(LT, x, infinity), result, x);
    int outside =
        code.emit(
            SELECT,
            code.emit(EQ, x, zero),
            code.constant(Float.NEGATIVE_INFINITY),
            code.constant(Float.NaN));
    return code.emit(SELECT, code.emit(LE, x, zero), outside, finite);
  }

  /** log(1 + x), within 2.5 units in the last place: the rounding error of 1 + x is put back. */
  int log1p(int x) {
    int one = code.constant(1);
    int u = code.emit(ADD, one, x);
    int y = code.emit(SUB, u, one);
    int lost = code.emit(ADD, code.emit(SUB, one, code.emit(SUB, u, y)), code.emit(SUB, x, y));
    int correction = code.emit(DIV, lost, u);
    int log = log(u);
    return code.emit(SELECT, isFinite(correction), code.emit(ADD, log, correction), log);
  }

  /** tanh(x) = t / (t + 2) with t = exp(2 x) - 1, within 4 units in the last place. */
  int tanh(int x) {
    int a = clamp(x, -10, 10);
    int t = expm1Within(code.emit(ADD, a, a));
    return code.emit(DIV, t, code.emit(ADD, t, code.constant(2)));
  }

  /** The error function, within 2.5 units in the last place. */
  int erf(int x) {
    int a = code.emit(MIN, code.emit(ABS, x), code.constant(4.05f));
    int square = code.emit(MUL, a, a);
    int near =
        code.polynomial(
            square,
            0.12837917f,
            -0.3761263f,
            0.11283626f,
            -0.026855731f,
            0.005192405f,
            -8.04977e-4f,
            7.996649e-5f);
    int small = code.fma(near, a, a);
    int far =
        code.polynomial(
            a,
            0.1284598f,
            0.63612497f,
            0.10409878f,
            -0.021157641f,
            0.0017221511f,
            5.5247e-4f,
            -2.2882465e-4f,
            3.6066824e-5f,
            -2.2591014e-6f);
    int exponent = code.emit(NEG, code.fma(far, a, a));
    int large = code.emit(SUB, code.constant(1), expWithin(exponent));
    int isSmall = code.emit(LT, a, code.constant(0.93f));
    return withSignOf(x, code.emit(SELECT, isSmall, small, large));
  }

  /** The magnitude of one value, which is not negative, with the sign of another. */
  private int withSignOf(int sign, int magnitude) {
    int bit = code.emit(INT_AND, code.emit(FLOAT_BITS, sign), code.constantInt(Integer.MIN_VALUE));
    return code.emit(BITS_FLOAT, code.emit(INT_OR, code.emit(FLOAT_BITS, magnitude), bit));
  }

  /** The largest integer not above x, exactly. */
  int floor(int x) {
    int shift = code.constant(0x1p23f);
    int a = code.emit(ABS, x);
    int nearest = code.emit(SUB, code.emit(ADD, a, shift), shift);
    int signed = withSignOf(x, nearest);
    int lower = code.emit(SUB, signed, code.constant(1));
    int floor = code.emit(SELECT, code.emit(GT, signed, x), lower, signed);
    return code.emit(SELECT, code.emit(LT, a, shift), floor, x);
  }

  /** -1, 0 or 1; zeros and NaN as they are. */
  int sign(int x) {
    int zero = code.constant(0);
    int negative = code.emit(SELECT, code.emit(LT, x, zero), code.constant(-1), x);
    return code.emit(SELECT, code.emit(GT, x, zero), code.constant(1), negative);
  }

  int isFinite(int x) {
    return code.emit(LT, code.emit(ABS, x), code.constant(Float.POSITIVE_INFINITY));
  }
}
