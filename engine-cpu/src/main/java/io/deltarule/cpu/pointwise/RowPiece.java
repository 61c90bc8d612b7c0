package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.warmup.Piece;
import java.util.SplittableRandom;

/** The rows of a specification: a scalar loop stands in for the vector loop. */
record RowPiece(RowSpec spec, RowKernels.Printer printer) implements Piece<RowClass> {
  /** Whole vectors at any width, 25 of them at the widest. */
  private static final int LENGTH = 25 * 16;

  /** No vector, or none and a rest, or one and a rest, at some width. */
  private static final int[] SHORT = {0, 1, 5, 9, 17};

  private static final int CALLS = 15;

  @Override
  public RowClass standIn() {
    return RowClass.define(new ScalarRows(), spec);
  }

  @Override
  public RowClass vector() {
    return RowClass.define(printer, spec);
  }

  @Override
  public Runnable exercise(RowClass vector) {
    Object[] arrays = new Object[spec.operands()];
    SplittableRandom random = new SplittableRandom(1);
    for (int operand = 0; operand < arrays.length; operand++) {
      arrays[operand] = scratch(spec.kind(operand), random);
    }
    RowKernel row = vector.bind(arrays);
    int[] offsets = new int[arrays.length];
    return () -> {
      for (int i = 0; i < CALLS; i++) {
        row.run(offsets, LENGTH + i);
      }
      for (int length : SHORT) {
        row.run(offsets, length);
      }
    };
  }

  /** Values on both sides of most thresholds. */
  private static Object scratch(Kind kind, SplittableRandom random) {
    int size = LENGTH + CALLS;
    if (kind == Kind.INT) {
      return random.ints(size).toArray();
    }
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) random.nextDouble(-2, 2);
    }
    return floats;
  }

  @Override
  public String toString() {
    return "rows of " + spec.program().instructions().size() + " instructions";
  }
}
