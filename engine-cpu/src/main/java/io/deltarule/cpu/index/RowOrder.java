package io.deltarule.cpu.index;

import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import java.util.Arrays;

/**
 * For every place, the rows that indices address to it, in the order of the indices: a stable
 * counting sort. First chunks of indices are sorted by range of places, then every range by itself,
 * whose counters fit into a near cache. Chunks and ranges depend on the shape alone.
 *
 * <p>Index i belongs to row {@code i / bag}.
 */
final class RowOrder {
  private static final int CHUNK = 4096;
  private static final int MOST_RANGES = 64;

  /** Work, in elements moved, below which one range is enough. */
  private static final int SMALL = 1 << 15;

  private final WorkerPool pool;
  private final Indices indices;
  private final int bag;
  private final int places;
  private final int chunks;
  private final int rangeShift;
  private final int ranges;

  /** How many indices of a chunk fall into a range; then where the next of them goes. */
  private final int[] cursors;

  private final int[] rangeStarts;
  private final int[] rangedPlaces;
  private final int[] rangedRows;
  private final int[] rows;
  private final int[] ends;

  private final ParallelTask countTask = this::count;
  private final ParallelTask moveTask = this::move;
  private final ParallelTask sortTask = this::sort;

  /**
   * Room for an order.
   *
   * @param after the elements of a row, from which follows how finely the places are divided
   */
  RowOrder(WorkerPool pool, Indices indices, int bag, int places, long after) {
    this.pool = pool;
    this.indices = indices;
    this.bag = bag;
    this.places = places;
    int count = indices.count();
    chunks = (count + CHUNK - 1) / CHUNK;
    boolean small = (places + (long) count) * Math.max(1, after) < SMALL;
    int placesARange = small ? places : (places + MOST_RANGES - 1) / MOST_RANGES;
    rangeShift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, placesARange) - 1);
    ranges = (int) ((places + (1L << rangeShift) - 1) >> rangeShift);
    cursors = new int[chunks * ranges];
    rangeStarts = new int[ranges + 1];
    rangedPlaces = new int[count];
    rangedRows = new int[count];
    rows = new int[count];
    ends = new int[places];
  }

  /** The ranges into which the places are divided. */
  int ranges() {
    return ranges;
  }

  /** The first place of a range; of range {@link #ranges}, the number of places. */
  int firstPlace(int range) {
    return (int) Math.min(places, (long) range << rangeShift);
  }

  /** The rows of all places, one place after the other. */
  int[] rows() {
    return rows;
  }

  /** Where the rows of the first place of a range begin. */
  int start(int range) {
    return rangeStarts[range];
  }

  /** Where the rows of a place end, and those of the next one of its range begin. */
  int end(int place) {
    return ends[place];
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
      rangeStarts[range] = at;
      for (int chunk = 0; chunk < chunks; chunk++) {
        int count = cursors[chunk * ranges + range];
        cursors[chunk * ranges + range] = at;
        at += count;
      }
    }
    rangeStarts[ranges] = at;
    pool.run(moveTask, chunks);
    pool.run(sortTask, ranges);
  }

  private int chunkEnd(int chunk) {
    return (int) Math.min(indices.count(), (chunk + 1L) * CHUNK);
  }

  private void count(int chunk) {
    int from = chunk * CHUNK;
    int to = chunkEnd(chunk);
    indices.check(from, to);
    int first = chunk * ranges;
    Arrays.fill(cursors, first, first + ranges, 0);
    int[] array = indices.array();
    int start = indices.start();
    for (int i = from; i < to; i++) {
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

  private void sort(int range) {
    int first = firstPlace(range);
    int last = firstPlace(range + 1);
    Arrays.fill(ends, first, last, 0);
    for (int i = rangeStarts[range]; i < rangeStarts[range + 1]; i++) {
      ends[rangedPlaces[i]]++;
    }
    int at = rangeStarts[range];
    for (int place = first; place < last; place++) {
      int count = ends[place];
      ends[place] = at;
      at += count;
    }
    for (int i = rangeStarts[range]; i < rangeStarts[range + 1]; i++) {
      rows[ends[rangedPlaces[i]]++] = rangedRows[i];
    }
  }
}
