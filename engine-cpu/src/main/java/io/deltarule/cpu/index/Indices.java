package io.deltarule.cpu.index;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.IntMemory;

/** The INT32 indices of an operation, input 1, each of which must name one of some places. */
final class Indices {
  private final String label;
  private final int[] array;
  private final int start;
  private final int count;
  private final int places;

  Indices(Operands operands, int places) {
    Operand index = operands.input(1);
    label = operands.label();
    array = ((IntMemory) index.memory()).array();
    start = Math.toIntExact(index.offset());
    count = Math.toIntExact(index.elementCount());
    this.places = places;
  }

  int count() {
    return count;
  }

  /** Where they lie, from {@link #start} on. */
  int[] array() {
    return array;
  }

  int start() {
    return start;
  }

  /**
   * The place that an index names.
   *
   * @throws IndexOutOfBoundsException if there is no such place
   */
  int place(int position) {
    int place = array[start + position];
    if (place < 0 || place >= places) {
      throw outOfRange(position);
    }
    return place;
  }

  /**
   * Checks the indices from one position up to, and without, another.
   *
   * @throws IndexOutOfBoundsException at the first that names no place
   */
  void check(int from, int to) {
    int signs = 0;
    for (int i = from; i < to; i++) {
      int place = array[start + i];
      // The sign bit is set where place < 0 or place > places - 1.
      signs |= place | (places - 1 - place);
    }
    if (signs < 0) {
      for (int i = from; i < to; i++) {
        place(i);
      }
    }
  }

  private IndexOutOfBoundsException outOfRange(int position) {
    return new IndexOutOfBoundsException(
        label
            + ": index "
            + array[start + position]
            + " at position "
            + position
            + " is out of range for size "
            + places
            + "; indices go from 0 to "
            + (places - 1));
  }
}
