package io.deltarule.cpu.matmul;

/**
 * How C, or a batch of them, is cut into parts of some rows and columns of some matrices. What a
 * part computes does not depend on where it is cut, so the number of threads may decide.
 *
 * @param down parts from top to bottom of a matrix
 * @param across parts from left to right
 * @param rows rows of a part, whole panels
 * @param columns columns of a part, whole panels
 * @param matricesAPart matrices that a part takes one after the other
 * @param matrices matrices of the batch
 * @param isInline true if the whole is too little work to wake another thread for
 */
record Partition(
    int down,
    int across,
    int rows,
    int columns,
    int matricesAPart,
    int matrices,
    boolean isInline) {
  /** Below this many multiply-adds, waking another thread costs more than it gives. */
  private static final long INLINE_WORK = 1 << 18;

  /**
   * With so many multiply-adds a part, more parts than threads cost little and even out the load.
   */
  private static final long EVENING_WORK = 1 << 25;

  /**
   * What packing an element takes, in multiply-adds of a thread; transposing it takes three times
   * as long.
   */
  private static final int PACKING = 12;

  static Partition of(
      int matrices, int m, int n, int k, MicroKernel kernel, boolean transposesB, int threads) {
    int panelsOfA = Math.max(1, panels(m, kernel.rows()));
    int panelsOfB = Math.max(1, panels(n, kernel.columns()));
    long work = (long) m * n * Math.max(1, k);
    if (threads == 1 || matrices * work <= INLINE_WORK) {
      return cut(1, 1, panelsOfA, panelsOfB, kernel, Math.max(1, matrices), matrices, true);
    }
    if (matrices >= 2 * threads || (matrices > 1 && work <= INLINE_WORK)) {
      int wanted =
          Math.max(
              1, (int) Math.min(matrices / (2 * threads), 1 + INLINE_WORK / Math.max(1, work)));
      return cut(1, 1, panelsOfA, panelsOfB, kernel, wanted, matrices, false);
    }
    int fewest = Math.max(1, threads / Math.max(1, matrices));
    int most = work / fewest > EVENING_WORK ? 4 * threads : fewest;
    Partition best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int down = 1; down <= Math.min(most, panelsOfA); down++) {
      for (int across = 1; down * across <= most && across <= panelsOfB; across++) {
        Partition candidate = cut(down, across, panelsOfA, panelsOfB, kernel, 1, matrices, false);
        double time = candidate.time(k, transposesB ? 3 * PACKING : PACKING, threads);
        if (time < least) {
          least = time;
          best = candidate;
        }
      }
    }
    return best;
  }

  private static Partition cut(
      int down,
      int across,
      int panelsOfA,
      int panelsOfB,
      MicroKernel kernel,
      int matricesAPart,
      int matrices,
      boolean isInline) {
    int rowPanels = panels(panelsOfA, down);
    int columnPanels = panels(panelsOfB, across);
    return new Partition(
        panels(panelsOfA, rowPanels),
        panels(panelsOfB, columnPanels),
        rowPanels * kernel.rows(),
        columnPanels * kernel.columns(),
        matricesAPart,
        matrices,
        isInline);
  }

  private static int panels(int size, int panel) {
    return (size + panel - 1) / panel;
  }

  /** Roughly how long the slowest thread takes, in multiply-adds. */
  private double time(int k, int packingB, int threads) {
    double part = (double) k * ((double) rows * columns + PACKING * rows + packingB * columns);
    return panels(parts(), threads) * part;
  }

  /** The number of parts. */
  int parts() {
    return panels(matrices, matricesAPart) * down * across;
  }

  int firstMatrix(int part) {
    return part / (down * across) * matricesAPart;
  }

  int endMatrix(int part) {
    return Math.min(matrices, firstMatrix(part) + matricesAPart);
  }

  int firstRow(int part) {
    return part % (down * across) / across * rows;
  }

  int firstColumn(int part) {
    return part % across * columns;
  }
}
