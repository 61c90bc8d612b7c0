package io.deltarule.cpu.lower;

/** The operations that machine programs are made of, with the kind of their result. */
public enum Opcode {
  /** The element of an input; the immediate is its number. */
  INPUT_FLOAT(Kind.FLOAT),
  INPUT_INT(Kind.INT),
  /** The immediate's bits as a float. */
  CONST_FLOAT(Kind.FLOAT),
  CONST_INT(Kind.INT),

  ADD(Kind.FLOAT),
  SUB(Kind.FLOAT),
  MUL(Kind.FLOAT),
  DIV(Kind.FLOAT),
  /** As {@link Math#min(float, float)}: NaN if either is. */
  MIN(Kind.FLOAT),
  MAX(Kind.FLOAT),
  NEG(Kind.FLOAT),
  ABS(Kind.FLOAT),
  SQRT(Kind.FLOAT),
  /** a * b + c with one rounding. */
  FMA(Kind.FLOAT),
  /** By {@link Math}, one element at a time. */
  POW(Kind.FLOAT),
  SIN(Kind.FLOAT),
  COS(Kind.FLOAT),

  INT_ADD(Kind.INT),
  INT_SUB(Kind.INT),
  INT_MUL(Kind.INT),
  INT_MIN(Kind.INT),
  INT_MAX(Kind.INT),
  INT_AND(Kind.INT),
  INT_OR(Kind.INT),
  /** Left shift by the immediate. */
  INT_SHL(Kind.INT),
  /** Arithmetic right shift by the immediate. */
  INT_SHR(Kind.INT),

  /** The float nearest to an int. */
  INT_TO_FLOAT(Kind.FLOAT),
  /** The bits of a float. */
  FLOAT_BITS(Kind.INT),
  /** The float of some bits. */
  BITS_FLOAT(Kind.FLOAT),

  LT(Kind.MASK),
  LE(Kind.MASK),
  GT(Kind.MASK),
  GE(Kind.MASK),
  EQ(Kind.MASK),
  NE(Kind.MASK),
  INT_LT(Kind.MASK),
  INT_LE(Kind.MASK),
  INT_GT(Kind.MASK),
  INT_GE(Kind.MASK),
  INT_EQ(Kind.MASK),
  INT_NE(Kind.MASK),
  MASK_AND(Kind.MASK),
  MASK_OR(Kind.MASK),
  MASK_NOT(Kind.MASK),

  /** mask ? a : b. */
  SELECT(Kind.FLOAT),
  INT_SELECT(Kind.INT);

  private final Kind result;

  Opcode(Kind result) {
    this.result = result;
  }

  /** The kind of the result. */
  public Kind result() {
    return result;
  }

  /** True for inputs and constants. */
  public boolean isLeaf() {
    return switch (this) {
      case INPUT_FLOAT, INPUT_INT, CONST_FLOAT, CONST_INT -> true;
      default -> false;
    };
  }

  /** True if only scalar code can compute it. */
  public boolean isScalarOnly() {
    return this == POW || this == SIN || this == COS;
  }

  /** True for comparisons of floats. */
  public boolean isFloatComparison() {
    return switch (this) {
      case LT, LE, GT, GE, EQ, NE -> true;
      default -> false;
    };
  }

  /** True for comparisons of ints. */
  public boolean isIntComparison() {
    return switch (this) {
      case INT_LT, INT_LE, INT_GT, INT_GE, INT_EQ, INT_NE -> true;
      default -> false;
    };
  }
}
