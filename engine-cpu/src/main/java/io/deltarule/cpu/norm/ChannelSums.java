package io.deltarule.cpu.norm;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.tensor.Shape;

/**
 * Two numbers for every channel of x [A, C, S]: of each of its parts first, then joined in order.
 * The parts of a channel are its runs of S elements, in pieces; where S is 1, chunks of rows, and
 * neighbouring channels are worked on together.
 */
abstract class ChannelSums implements Kernel {
  private static final int PIECE = 1 << 14;

  /** So few columns that their sums stay in the first-level cache. */
  private static final int COLUMNS = 512;

  private static final int PARTS_JOINED_AT_ONCE = 1 << 12;

  private final WorkerPool pool;
  private final boolean byColumns;
  private final long elements;
  private final int channels;
  private final int runs;
  private final int length;
  private final int pieces;
  private final int itemsAPart;
  private final int blocks;
  private final int chunkRows;
  private final int channelsAPart;
  private final float[][] scratch;
  private final ParallelTask sumTask = this::sum;
  private final ParallelTask joinTask = this::join;

  /** The number of parts of a channel. */
  protected final int parts;

  /** The two numbers of every part: part k of channel c is at {@link #place}. */
  protected final float[] first;

  protected final float[] second;

  ChannelSums(WorkerPool pool, Shape x) {
    this.pool = pool;
    channels = x.dim(1);
    byColumns = x.dim(2) == 1 && channels > 1;
    boolean oneRun = channels == 1;
    elements = x.elementCount();
    int total = Math.toIntExact(elements);
    runs = oneRun ? 1 : x.dim(0);
    length = byColumns ? x.dim(0) : oneRun ? total : x.dim(2);
    chunkRows = Math.max(64, Math.min(512, (1 << 15) / Math.max(1, channels)));
    pieces = (length + PIECE - 1) / PIECE;
    itemsAPart = Math.max(1, PIECE / Math.max(1, length));
    blocks = (channels + COLUMNS - 1) / COLUMNS;
    parts = byColumns ? (length + chunkRows - 1) / chunkRows : Math.multiplyExact(runs, pieces);
    channelsAPart = Math.max(1, PARTS_JOINED_AT_ONCE / Math.max(1, parts));
    int places = Math.multiplyExact(parts, channels);
    first = new float[places];
    second = new float[places];
    int lanes = byColumns ? COLUMNS : CenteredSumsOfRuns.SCRATCH;
    scratch = OwnLines.floats(pool.threads(), lanes);
  }

  static float[] array(Operand operand) {
    return ((FloatMemory) operand.memory()).array();
  }

  static int start(Operand operand) {
    return Math.toIntExact(operand.offset());
  }

  @Override
  public final void run() {
    begin(elements);
    int items = runs * channels * pieces;
    pool.run(sumTask, byColumns ? parts * blocks : (items + itemsAPart - 1) / itemsAPart);
    pool.run(joinTask, (channels + channelsAPart - 1) / channelsAPart);
  }

  /** Called before each run: chooses the forms for so many elements. */
  abstract void begin(long elements);

  private void sum(int part) {
    float[] lanes = scratch[pool.worker()];
    if (byColumns) {
      int column = part % blocks * COLUMNS;
      int chunk = part / blocks;
      int count = Math.min(COLUMNS, channels - column);
      int from = chunk * chunkRows * channels + column;
      sumColumns(from, size(chunk), column, count, chunk, lanes);
      return;
    }
    int end = Math.min(runs * channels * pieces, (part + 1) * itemsAPart);
    for (int item = part * itemsAPart; item < end; item++) {
      int run = item / pieces;
      int piece = item % pieces;
      int from = run * length + piece * PIECE;
      sumRun(from, size(piece), run % channels, item, lanes);
    }
  }

  /**
   * Sums a part of a channel.
   *
   * @param from its first element, relative to that of x; the others follow
   * @param place where the two numbers go
   * @param lanes scratch
   */
  abstract void sumRun(int from, int count, int channel, int place, float[] lanes);

  /**
   * Sums a chunk of rows of neighbouring channels.
   *
   * @param from the first element, relative to that of x
   * @param rows the number of rows, each {@link #channels} apart
   * @param channel the first channel
   * @param count the number of channels
   * @param chunk the number of the part
   * @param scratch a number for each channel
   */
  abstract void sumColumns(int from, int rows, int channel, int count, int chunk, float[] scratch);

  private void join(int part) {
    int end = Math.min(channels, (part + 1) * channelsAPart);
    for (int channel = part * channelsAPart; channel < end; channel++) {
      joinParts(channel);
    }
  }

  /** Makes the results of a channel from those of its parts. */
  abstract void joinParts(int channel);

  final int channels() {
    return channels;
  }

  /** Where the numbers of part k of a channel are. */
  final int place(int k, int channel) {
    return byColumns
        ? k * channels + channel
        : (k / pieces * channels + channel) * pieces + k % pieces;
  }

  /** The number of elements in part k of a channel. */
  final int size(int k) {
    return byColumns
        ? Math.min(chunkRows, length - k * chunkRows)
        : Math.min(PIECE, length - k % pieces * PIECE);
  }
}
