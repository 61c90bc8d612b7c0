package io.deltarule.cuda.kernels;

import io.deltarule.cuda.driver.Geometry;

/**
 * Shapes of launches: pure functions of sizes, so that the same operation is computed in the same
 * order on every device.
 */
final class Tiles {
  /** Threads of a block, in every kernel. */
  static final int BLOCK = 256;

  /** Threads of a warp. */
  static final int WARP = 32;

  /** The longest row that the threads of one warp reduce. */
  static final int LONGEST_WARP_ROW = 512;

  /** As many blocks keep the largest devices busy. */
  static final int ENOUGH_BLOCKS = 512;

  /** Elements that a thread reduces before it pays to cut its column into chunks. */
  private static final int ELEMENTS_A_THREAD = 16;

  /** Rows of a bag that a thread adds before it pays to share the bag out. */
  private static final int INDICES_A_THREAD = 4;

  private Tiles() {}

  /** Quotient, rounded up. */
  static int ceilDiv(long a, long b) {
    return Math.toIntExact((a + b - 1) / b);
  }

  /** The smallest power of two that is not below a number of 1 or more. */
  static int powerOfTwoFrom(int number) {
    return number <= 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
  }

  /** Threads for a row that a warp or a part of it reduces: no more than there are elements. */
  static int lanes(int length) {
    return Integer.highestOneBit(Math.min(Math.max(length, 1), WARP));
  }

  /** Enough blocks for rows that share blocks, {@code threads} a row. */
  static Geometry rows(long rows, int threads) {
    return Geometry.of(ceilDiv(rows * threads, BLOCK), BLOCK);
  }

  /**
   * The width of a block (W, H) that walks down columns: neighbouring columns side by side, as many
   * as 32, or more where the columns are so short that H rows would leave threads idle.
   */
  static int columnsWidth(Folded folded) {
    int width = Math.min(WARP, powerOfTwoFrom(folded.after()));
    while (width < BLOCK && width < folded.after() && 4 * (BLOCK / width) > folded.length()) {
      width *= 2;
    }
    return width;
  }

  /** Blocks (W, H) for all columns, each cut into chunks. */
  static Geometry columns(Folded folded, int chunks) {
    int width = columnsWidth(folded);
    long grid = (long) folded.before() * chunks * ceilDiv(folded.after(), width);
    return new Geometry(Math.toIntExact(grid), 1, 1, width, BLOCK / width, 1, 0);
  }

  /**
   * How long the chunks are that columns are cut into, so that there are enough blocks: the whole
   * length where there are, or where the columns are short.
   */
  static int chunkLength(Folded folded) {
    int width = columnsWidth(folded);
    long blocks = (long) folded.before() * ceilDiv(folded.after(), width);
    long most = folded.length() / ((long) BLOCK / width * ELEMENTS_A_THREAD);
    long chunks = Math.min(ENOUGH_BLOCKS / Math.max(1, blocks), most);
    return chunks <= 1 ? folded.length() : ceilDiv(folded.length(), chunks);
  }

  /**
   * Blocks (W, H, Z) for the sums of bags of rows: W columns, H stretches of a bag of at least
   * {@link #INDICES_A_THREAD} indices, Z bags.
   */
  static Geometry bags(int bags, int length, int after) {
    int width = powerOfTwoFrom(Math.min(after, WARP));
    int fewest = ceilDiv(BLOCK / width, Geometry.MAX_BLOCK_Z);
    int wanted = Math.max(fewest, powerOfTwoFrom(ceilDiv(length, INDICES_A_THREAD)));
    int stretches = Math.min(BLOCK / width, wanted);
    int depth = BLOCK / width / stretches;
    long grid = (long) ceilDiv(after, width) * ceilDiv(bags, depth);
    return new Geometry(Math.toIntExact(grid), 1, 1, width, stretches, depth, 0);
  }

  /** Blocks (W, H) for rows of words that are copied or summed, W threads a row. */
  static Geometry wordRows(long rows, int words) {
    int width = powerOfTwoFrom(Math.min(words, BLOCK));
    int height = BLOCK / width;
    return new Geometry(ceilDiv(rows, height), 1, 1, width, height, 1, 0);
  }
}
