package io.deltarule.cpu.index;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.IntMemory;
import io.deltarule.tensor.Shape;

/**
 * What gather and scatter-add share: a table [before, places, after] and rows [before, I, after],
 * of which indices [I] say to which place each belongs.
 */
final class IndexedRows {
  final String label;
  final int[] indices;
  final int indicesStart;
  final int count;
  final int places;
  final int before;
  final int after;

  IndexedRows(Operands operands, Shape table, int axis) {
    Operand index = operands.input(1);
    label = operands.label();
    indices = ((IntMemory) index.memory()).array();
    indicesStart = Math.toIntExact(index.offset());
    count = Math.toIntExact(index.elementCount());
    places = table.dim(axis);
    before = Math.toIntExact(table.slice(0, axis).elementCount());
    after = Math.toIntExact(table.slice(axis + 1, table.rank()).elementCount());
  }

  /**
   * The place of a row.
   *
   * @throws IndexOutOfBoundsException if the table has no such place
   */
  int place(int position) {
    int place = indices[indicesStart + position];
    if (place < 0 || place >= places) {
      throw new IndexOutOfBoundsException(
          label
              + ": index "
              + place
              + " at position "
              + position
              + " is out of range for size "
              + places
              + "; indices go from 0 to "
              + (places - 1));
    }
    return place;
  }
}
