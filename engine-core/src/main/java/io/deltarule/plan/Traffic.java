package io.deltarule.plan;

import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The compulsory traffic of a step: the bytes that must pass between device memory and the chip
 * even if everything on the chip is remembered.
 *
 * <p>Every element of an input is read once, however many inputs it is part of, and every element
 * of an output is written once, even over an input. A slice reads only what it keeps, a gather no
 * more than what its indices select.
 */
final class Traffic {
  private Traffic() {}

  static long bytes(Step step) {
    return read(step) + step.outputs().stream().mapToLong(Traffic::bytes).sum();
  }

  private static long read(Step step) {
    if (step.op() instanceof Slice) {
      return bytes(step.outputs().get(0));
    }
    if (step.op() instanceof Gather) {
      long table = Math.min(bytes(step.inputs().get(0)), bytes(step.outputs().get(0)));
      return table + bytes(step.inputs().get(1));
    }
    if (step.op() instanceof GatherSum) {
      Location table = step.inputs().get(0);
      Location indices = step.inputs().get(1);
      long rows = Math.min(table.type().shape().dim(0), indices.elementCount());
      long row = bytes(table) / Math.max(1, table.type().shape().dim(0));
      return rows * row + bytes(indices);
    }
    Map<Region, List<Location>> byRegion = new LinkedHashMap<>();
    for (Location input : step.inputs()) {
      byRegion.computeIfAbsent(input.region(), region -> new ArrayList<>()).add(input);
    }
    return byRegion.values().stream().mapToLong(Traffic::union).sum();
  }

  /** The bytes that stretches of one region cover together. */
  private static long union(List<Location> locations) {
    locations.sort(Comparator.comparingLong(Location::offset));
    long elements = 0;
    long covered = 0;
    for (Location location : locations) {
      long start = Math.max(covered, location.offset());
      elements += Math.max(0, location.end() - start);
      covered = Math.max(covered, location.end());
    }
    return elements * locations.get(0).type().dtype().bytes();
  }

  private static long bytes(Location location) {
    return location.elementCount() * location.type().dtype().bytes();
  }
}
