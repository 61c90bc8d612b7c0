package io.deltarule.plan;

import io.deltarule.graph.Variable;
import io.deltarule.tensor.DType;

/** A stretch of backend memory of one element type. */
public sealed interface Region {
  /** The element type, FLOAT32 or INT32; a backend may store FLOAT32 in a higher precision. */
  DType dtype();

  /** Scratch memory of an executable, shared by buffers whose lifetimes do not overlap. */
  record Arena(int index, DType dtype) implements Region {
    @Override
    public String toString() {
      return "arena" + index + "." + dtype;
    }
  }

  /** What the host writes before a run; never reused within a run. */
  record Inputs(DType dtype) implements Region {
    @Override
    public String toString() {
      return "inputs." + dtype;
    }
  }

  /** Constants, written once when the executable is loaded. */
  record Constants(DType dtype) implements Region {
    @Override
    public String toString() {
      return "constants." + dtype;
    }
  }

  /** A variable, which outlives the executable. */
  record Held(Variable variable) implements Region {
    @Override
    public DType dtype() {
      return variable.type().dtype();
    }

    @Override
    public String toString() {
      return variable.name();
    }
  }
}
