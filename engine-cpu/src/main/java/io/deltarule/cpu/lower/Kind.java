package io.deltarule.cpu.lower;

/** What a machine value is. */
public enum Kind {
  FLOAT,
  INT,
  /** A truth value. */
  MASK
}
