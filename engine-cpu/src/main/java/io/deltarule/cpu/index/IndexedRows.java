package io.deltarule.cpu.index;

import io.deltarule.backend.Operands;
import io.deltarule.tensor.Shape;

/**
 * What gather and scatter-add share: a table [before, places, after] and rows [before, I, after],
 * of which indices [I] say to which place each belongs.
 */
final class IndexedRows {
  final Indices indices;
  final int count;
  final int places;
  final int before;
  final int after;

  IndexedRows(Operands operands, Shape table, int axis) {
    places = table.dim(axis);
    indices = new Indices(operands, places);
    count = indices.count();
    before = Math.toIntExact(table.slice(0, axis).elementCount());
    after = Math.toIntExact(table.slice(axis + 1, table.rank()).elementCount());
  }
}
