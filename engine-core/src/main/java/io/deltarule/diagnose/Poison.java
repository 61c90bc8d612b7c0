package io.deltarule.diagnose;

import io.deltarule.backend.Memory;
import java.util.Arrays;

/** Fills memory with numbers that no kernel computes: NaNs of a rare payload, or a rare integer. */
final class Poison {
  private static final int FLOAT_BITS = 0x7fc0dead;
  private static final long DOUBLE_BITS = 0x7ff8_dead_beef_0001L;
  private static final int INT = 0x5afedead;

  private Poison() {}

  static void fill(Memory memory, long offset, long elements) {
    int count = Math.toIntExact(elements);
    switch (memory.dtype()) {
      case FLOAT32 -> {
        float[] poison = new float[count];
        Arrays.fill(poison, Float.intBitsToFloat(FLOAT_BITS));
        memory.write(offset, poison, 0, count);
      }
      case FLOAT64 -> {
        double[] poison = new double[count];
        Arrays.fill(poison, Double.longBitsToDouble(DOUBLE_BITS));
        memory.write(offset, poison, 0, count);
      }
      case INT32 -> {
        int[] poison = new int[count];
        Arrays.fill(poison, INT);
        memory.write(offset, poison, 0, count);
      }
    }
  }

  /** The index of the first poisoned element of a range, or -1. */
  static long first(Memory memory, long offset, long elements) {
    return find(memory, offset, elements, true);
  }

  /** The index of the first element of a range that is not poisoned, or -1. */
  static long firstOther(Memory memory, long offset, long elements) {
    return find(memory, offset, elements, false);
  }

  private static long find(Memory memory, long offset, long elements, boolean poisoned) {
    boolean[] poison = poisoned(memory, offset, Math.toIntExact(elements));
    for (int i = 0; i < poison.length; i++) {
      if (poison[i] == poisoned) {
        return i;
      }
    }
    return -1;
  }

  private static boolean[] poisoned(Memory memory, long offset, int count) {
    boolean[] poison = new boolean[count];
    switch (memory.dtype()) {
      case FLOAT32 -> {
        float[] values = new float[count];
        memory.read(offset, values, 0, count);
        for (int i = 0; i < count; i++) {
          poison[i] = Float.floatToRawIntBits(values[i]) == FLOAT_BITS;
        }
      }
      case FLOAT64 -> {
        double[] values = new double[count];
        memory.read(offset, values, 0, count);
        for (int i = 0; i < count; i++) {
          poison[i] = Double.doubleToRawLongBits(values[i]) == DOUBLE_BITS;
        }
      }
      case INT32 -> {
        int[] values = new int[count];
        memory.read(offset, values, 0, count);
        for (int i = 0; i < count; i++) {
          poison[i] = values[i] == INT;
        }
      }
    }
    return poison;
  }
}
