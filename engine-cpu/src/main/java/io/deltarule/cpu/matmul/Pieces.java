package io.deltarule.cpu.matmul;

/**
 * Rows of a panel that are put together from pieces of an array, such as the patches of a
 * convolution. Piece s of row i begins at {@code start[s] + rowStart(i)} and takes every {@code
 * step}th element. Of its columns, those before {@code from} and from {@code to} on are zeros:
 * padding.
 *
 * <p>Row i is tap {@code i % taps} of channel {@code i / taps}.
 */
public final class Pieces {
  private final int step;
  private final int taps;
  private final int[] tapStart;
  private final int channelStride;

  private int count;
  private final int[] start;
  private final int[] column;
  private final int[] from;
  private final int[] to;

  /**
   * Room for pieces.
   *
   * @param most how many pieces
   * @param step elements from one column to the next
   * @param tapStart where each tap begins, relative to its channel
   * @param channelStride elements from one channel to the next
   */
  public Pieces(int most, int step, int[] tapStart, int channelStride) {
    this.step = step;
    this.taps = tapStart.length;
    this.tapStart = tapStart;
    this.channelStride = channelStride;
    start = new int[most];
    column = new int[most + 1];
    from = new int[most * taps];
    to = new int[most * taps];
  }

  /** Forgets all pieces. */
  public void clear() {
    count = 0;
    column[0] = 0;
  }

  /** Adds a piece of so many columns; the ranges of its taps follow. */
  public void add(int pieceStart, int columns) {
    start[count] = pieceStart;
    column[count + 1] = column[count] + columns;
    count++;
  }

  /** Says which columns of the last piece are elements of the array. */
  public void range(int tap, int first, int end) {
    int at = (count - 1) * taps + tap;
    from[at] = first;
    to[at] = Math.max(first, end);
  }

  /** True if neighbours in a piece are neighbours in the array. */
  public boolean isWithoutGaps() {
    return step == 1;
  }

  int step() {
    return step;
  }

  public int taps() {
    return taps;
  }

  /** The number of pieces of a row. */
  public int count() {
    return count;
  }

  /** Where a piece begins, before the row's own start is added. */
  public int start(int piece) {
    return start[piece];
  }

  /** The first column of a piece in the panel. */
  public int column(int piece) {
    return column[piece];
  }

  /** The number of columns of a piece. */
  public int columns(int piece) {
    return column[piece + 1] - column[piece];
  }

  /** The first column of a piece that is not padding. */
  public int from(int piece, int tap) {
    return from[piece * taps + tap];
  }

  /** The column of a piece after which all is padding. */
  public int to(int piece, int tap) {
    return to[piece * taps + tap];
  }

  /** Where a row begins, before a piece's own start is added. */
  public int rowStart(int channel, int tap) {
    return channel * channelStride + tapStart[tap];
  }
}
