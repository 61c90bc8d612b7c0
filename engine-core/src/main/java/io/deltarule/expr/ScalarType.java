package io.deltarule.expr;

/** The type of a scalar expression. */
public enum ScalarType {
  /** A floating-point number in the precision that the backend computes in. */
  FLOAT,
  /** A 32-bit integer that wraps around. */
  INT,
  /** A truth value; it lives in expressions only and is never stored. */
  BOOL
}
