package io.deltarule.cpu.parallel;

/**
 * Small arrays that threads write at the same time, each its own. Arrays that are allocated one
 * after the other lie so too, and a cache line that two threads write moves between their
 * processors each time, which takes as long as some hundred operations. So what is used of one
 * array lies at least {@link #GAP} elements before the next.
 */
public final class OwnLines {
  /** Elements of four bytes in two cache lines of 64 bytes: processors fetch lines in pairs. */
  public static final int GAP = 32;

  private OwnLines() {}

  /** Arrays of at least {@code length} elements. */
  public static int[][] ints(int count, int length) {
    return new int[count][length + GAP];
  }

  /** Arrays of at least {@code length} elements. */
  public static float[][] floats(int count, int length) {
    return new float[count][length + GAP];
  }
}
