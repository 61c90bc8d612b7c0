package io.deltarule.plan;

import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs buffers into arenas: the largest first, each at the lowest offset where it meets no buffer
 * whose lifetime overlaps (greedy by size; Pisarchyk and Lee 2020, "Efficient memory management for
 * deep neural net inference").
 */
final class ArenaAllocator {
  private final PlanOptions options;
  private final Map<Region, List<Buffer>> placed = new HashMap<>();
  private final Map<Region, Long> sizes = new HashMap<>();

  ArenaAllocator(PlanOptions options) {
    this.options = options;
  }

  void place(List<Buffer> buffers) {
    List<Buffer> order = new ArrayList<>(buffers);
    order.sort(Comparator.comparingLong((Buffer b) -> -b.elements).thenComparingInt(b -> b.first));
    order.forEach(this::place);
  }

  /** The number of elements of each arena. */
  Map<Region, Long> sizes() {
    return sizes;
  }

  private void place(Buffer buffer) {
    if (extent(buffer) > options.maxRegionElements()) {
      throw new IllegalArgumentException(
          "plan: the result of "
              + buffer.name
              + " has "
              + buffer.elements
              + " elements, the backend holds at most "
              + options.maxRegionElements()
              + " in one buffer; use a smaller batch or split the operation");
    }
    for (int index = 0; ; index++) {
      Region arena = arena(index, buffer.dtype);
      long offset = lowestFree(buffer, placed.getOrDefault(arena, List.of()));
      if (offset + extent(buffer) <= options.maxRegionElements()) {
        buffer.fix(arena, offset + options.guard());
        placed.computeIfAbsent(arena, a -> new ArrayList<>()).add(buffer);
        sizes.merge(arena, offset + extent(buffer), Math::max);
        return;
      }
    }
  }

  private static Region arena(int index, DType dtype) {
    return new Region.Arena(index, dtype);
  }

  /** Elements and guards, rounded up to the alignment. */
  private long extent(Buffer buffer) {
    return align(buffer.elements + 2L * options.guard());
  }

  private long align(long elements) {
    return (elements + options.alignment() - 1) / options.alignment() * options.alignment();
  }

  private long lowestFree(Buffer buffer, List<Buffer> others) {
    List<Buffer> conflicts =
        others.stream()
            .filter(o -> !options.reuse() || (o.first <= buffer.last && buffer.first <= o.last))
            .sorted(Comparator.comparingLong(o -> o.offset))
            .toList();
    long candidate = 0;
    for (Buffer other : conflicts) {
      long start = other.offset - options.guard();
      if (candidate + extent(buffer) <= start) {
        return candidate;
      }
      candidate = Math.max(candidate, start + extent(other));
    }
    return candidate;
  }
}
