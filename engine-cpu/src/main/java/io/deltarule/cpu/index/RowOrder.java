package io.deltarule.cpu.index;

import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import java.util.Arrays;

/**
 * The rows that indices address to each of some ranges of places, in the order of the indices: a
 * stable counting sort by range. Chunks of indices are counted and moved by themselves. Chunks and
 * ranges depend on the shape alone.
 *
 * <p>Index i belongs to row {@code i / bag}.
 */
final class RowOrder {
  private static final int CHUNK = 4096;

  /** Elements of a range of places, which a near cache holds. */
  private static final int RANGE_ELEMENTS = 1 << 15;

  /** Ranges that are enough for any number of threads, if there are as many places. */
  private static final int ENOUGH_RANGES = 16;

  /** Ranges whose counters a near cache holds. */
  private static final int MOST_RANGES = 1024;

  private final WorkerPool pool;
  private final Indices indices;
  private final int bag;
  private final int places;
  private final int chunks;
  private final int rangeShift;
  private final int ranges;

  /** How many indices of a chunk fall into a range; then where the next of them goes. */
  private final int[] cursors;

  private final int[] starts;
  private final int[] rangedPlaces;
  private final int[] rangedRows;

  private final ParallelTask countTask = this::count;
  private final ParallelTask moveTask = this::move;

  /**
   * Room for an order.
   *
   * @param columns the elements of a row that are added together
   */
  RowOrder(WorkerPool pool, Indices indices, int bag, int places, int columns) {
    this.pool = pool;
    this.indices = indices;
    this.bag = bag;
    this.places = places;
    int count = indices.count();
    chunks = (count + CHUNK - 1) / CHUNK;
    int placesARange = placesARange(places, count, Math.max(1, columns));
    rangeShift = Integer.SIZE - Integer.numberOfLeadingZeros(placesARange - 1);
    ranges = (int) ((places + (1L << rangeShift) - 1) >> rangeShift);
    cursors = new int[chunks * ranges];
    starts = new int[ranges + 1];
    rangedPlaces = new int[count];
    rangedRows = new int[count];
  }

  private static int placesARange(int places, int count, int columns) {
    if ((places + (long) count) * columns <= RANGE_ELEMENTS) {
      return Math.max(1, places);
    }
    int cached = Math.min(RANGE_ELEMENTS / columns, (places + ENOUGH_RANGES - 1) / ENOUGH_RANGES);
    return Math.max(1, Math.max(cached, (places + MOST_RANGES - 1) / MOST_RANGES));
  }

  /** The ranges into which the places are divided. */
  int ranges() {
    return ranges;
  }

  /** The first place of a range; of range {@link #ranges}, the number of places. */
  int firstPlace(int range) {
    return (int) Math.min(places, (long) range << rangeShift);
  }

  /** The rows, one range after the other. */
  int[] rows() {
    return rangedRows;
  }

  /** The places that they go to. */
  int[] places() {
    return rangedPlaces;
  }

  /** Where the rows of a range begin; of range {@link #ranges}, their number. */
  int start(int range) {
    return starts[range];
  }

  /**
   * Sorts the indices as they are now.
   *
   * @throws IndexOutOfBoundsException if one names no place
   */
  void sort() {
    pool.run(countTask, chunks);
    int at = 0;
    for (int range = 0; range < ranges; range++) {
      starts[range] = at;
      for (int chunk = 0; chunk < chunks; chunk++) {
        int count = cursors[chunk * ranges + range];
        cursors[chunk * ranges + range] = at;
        at += count;
      }
    }
    starts[ranges] = at;
    pool.run(moveTask, chunks);
  }

  private int chunkEnd(int chunk) {
    return (int) Math.min(indices.count(), (chunk + 1L) * CHUNK);
  }

  private void count(int chunk) {
    int to = chunkEnd(chunk);
    indices.check(chunk * CHUNK, to);
    int first = chunk * ranges;
    Arrays.fill(cursors, first, first + ranges, 0);
    int[] array = indices.array();
    int start = indices.start();
    for (int i = chunk * CHUNK; i < to; i++) {
      cursors[first + (array[start + i] >> rangeShift)]++;
    }
  }

  private void move(int chunk) {
    int to = chunkEnd(chunk);
    int first = chunk * ranges;
    int[] array = indices.array();
    int start = indices.start();
    int row = chunk * CHUNK / bag;
    int within = chunk * CHUNK % bag;
    for (int i = chunk * CHUNK; i < to; i++) {
      int place = array[start + i];
      int at = cursors[first + (place >> rangeShift)]++;
      rangedPlaces[at] = place;
      rangedRows[at] = row;
      if (++within == bag) {
        within = 0;
        row++;
      }
    }
  }
}
