package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.matmul.Pieces;

/**
 * Packs parts of the matrix of patches [channels x taps, samples x columns] straight from the
 * tensor, for one thread.
 */
final class PatchRows {
  private Packing packing;
  private final PatchGrid grid;
  private final float[] source;
  private final int sourceStart;
  private final int sampleStride;
  private final int[] widthFrom;
  private final int[] widthTo;
  private final Pieces pieces;

  /**
   * Packs for one thread.
   *
   * @param mostColumns how many columns are packed at a time
   */
  PatchRows(PatchGrid grid, PatchSource source, int mostColumns) {
    this.grid = grid;
    this.source = source.array();
    this.sourceStart = source.start();
    this.sampleStride = source.channels() * grid.sources();
    WindowAxis width = grid.width();
    widthFrom = new int[width.shifts().length];
    widthTo = new int[width.shifts().length];
    for (int i = 0; i < widthFrom.length; i++) {
      widthFrom[i] = width.from(i);
      widthTo[i] = width.to(i);
    }
    int most = Math.min(mostColumns, mostColumns / Math.max(1, width.columns()) + 2);
    pieces = new Pieces(most, width.stride(), grid.tapStarts(), grid.sources());
  }

  /** Chooses how to pack, for the next run. */
  void use(Packing form) {
    packing = form;
  }

  /**
   * Chooses columns, and the channel that row 0 belongs to.
   *
   * @param column the first of the columns of all samples
   */
  void select(int channel, int column, int count) {
    pieces.clear();
    int columns = grid.columns();
    int rowLength = grid.width().columns();
    int sample = column / columns;
    int at = column % columns;
    int rest = count;
    while (rest > 0) {
      int w = at % rowLength;
      int row = at / rowLength;
      int length = Math.min(rest, rowLength - w);
      int start = sourceStart + sample * sampleStride + channel * grid.sources();
      add(start, row / grid.height().columns(), row % grid.height().columns(), w, length);
      rest -= length;
      at += length;
      if (at == columns) {
        at = 0;
        sample++;
      }
    }
  }

  /** A piece of a row of columns, with the ranges in which each tap lies within the source. */
  private void add(int channelStart, int d, int h, int w, int length) {
    WindowAxis depth = grid.depth();
    WindowAxis height = grid.height();
    int sourceDepth = d * depth.stride();
    int sourceHeight = h * height.stride();
    int position = sourceDepth * height.source() + sourceHeight;
    int start = position * grid.width().source() + w * grid.width().stride();
    pieces.add(channelStart + start, length);
    int tap = 0;
    for (int depthShift : depth.shifts()) {
      boolean isInDepth = isWithin(sourceDepth + depthShift, depth.source());
      for (int heightShift : height.shifts()) {
        boolean isInside = isInDepth && isWithin(sourceHeight + heightShift, height.source());
        for (int i = 0; i < widthFrom.length; i++) {
          int from = isInside ? Math.min(length, Math.max(0, widthFrom[i] - w)) : 0;
          int to = isInside ? Math.min(length, widthTo[i] - w) : 0;
          pieces.range(tap++, from, to);
        }
      }
    }
  }

  private static boolean isWithin(int position, int size) {
    return position >= 0 && position < size;
  }

  /** Packs rows of the selected columns, {@code stride} apart. */
  void pack(int row, int rows, float[] panel, int at, int stride) {
    packing.gatherRows(source, pieces, row, rows, panel, at, stride);
  }
}
