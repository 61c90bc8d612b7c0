package io.deltarule.cpu.convolution;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How a grid whose columns move by one is cut into blocks: lines of columns of one sample, or of
 * some side by side, of one group and depth. A block's source is copied into planes that have the
 * padding in them, so that the patches of neighbouring columns lie next to each other, for each tap
 * at a fixed distance. What pads a line on its right pads the next one on its left. Columns are
 * counted along the planes, those between the lines with them: {@link #pitch} for a sample's line.
 *
 * @param lines lines of a block; the last one may have fewer
 * @param blocks blocks of a depth
 * @param lead padding before the first line
 * @param first the first source position of a line that patches take
 * @param taken source positions of a line that patches take
 * @param pitch positions of a sample's line: those taken, and padding
 * @param lowHeight the first source line of a block, before its first line
 * @param planeLines lines of a plane
 * @param samples samples of a block, side by side; the last block may have fewer
 */
record PlaneBlocks(
    PatchGrid grid,
    int lines,
    int blocks,
    int lead,
    int first,
    int taken,
    int pitch,
    int lowHeight,
    int planeLines,
    int samples) {
  /** Elements of a block's planes, and of its result: each in a part of the second-level cache. */
  private static final int MOST_ELEMENTS = 1 << 15;

  /**
   * One line may be longer, or have more channels, than that: up to here. A longer one, such as a
   * second of sound, is packed in pieces.
   */
  private static final int LONGEST_LINE = 1 << 17;

  /** So many parts at least even out the load of some threads. */
  private static final int WANTED_PARTS = 16;

  /** Below this share of columns that count, the others cost more than packing would. */
  private static final double LEAST_SHARE = 0.6;

  /** More samples side by side take more memory, and gain nothing any more. */
  private static final int MOST_SAMPLES = 8;

  /** By so much at least shall the share of columns that count grow with more samples. */
  private static final double LEAST_GAIN = 1.02;

  /**
   * Cuts a grid.
   *
   * @param channels the channels of a block's source
   * @param rows the rows of its result
   * @param others blocks beside those of one depth: samples times groups
   */
  static PlaneBlocks of(PatchGrid grid, int channels, int rows, int others) {
    WindowAxis width = grid.width();
    WindowAxis height = grid.height();
    int low = IntStream.of(width.shifts()).min().orElse(0);
    int end = width.columns() + IntStream.of(width.shifts()).max().orElse(0);
    int lead = Math.max(0, -low);
    int first = Math.max(0, low);
    int taken = Math.max(0, Math.min(width.source(), end) - first);
    int padding = Math.max(lead, Math.max(0, end - width.source()));
    int pitch = Math.max(width.columns(), taken + padding);
    int lowHeight = IntStream.of(height.shifts()).min().orElse(0);
    int reach = IntStream.of(height.shifts()).max().orElse(0) - lowHeight;
    long aLine = (long) channels * grid.depth().shifts().length * pitch;
    long bySource = MOST_ELEMENTS / Math.max(1, aLine) - reach;
    long byResult = MOST_ELEMENTS / Math.max(1, (long) rows * pitch);
    int parts = (int) Math.max(1, Math.min(WANTED_PARTS, (long) others * grid.depth().columns()));
    int byParts = ceilDiv(height.columns(), ceilDiv(WANTED_PARTS, parts));
    int most = (int) Math.max(1, Math.min(byParts, Math.min(bySource, byResult)));
    int lines =
        Math.max(1, ceilDiv(height.columns(), Math.max(1, ceilDiv(height.columns(), most))));
    int blocks = ceilDiv(height.columns(), lines);
    return new PlaneBlocks(
        grid, lines, blocks, lead, first, taken, pitch, lowHeight, lines + reach, 1);
  }

  /**
   * The same with so many samples side by side that most columns count: those of a small map fill
   * no whole tiles. One sample where its lines are in several blocks, where more would not fit, or
   * would leave too few parts.
   *
   * @param channels the channels of a block's source
   * @param rows the rows of its result
   * @param all samples that there are
   * @param others blocks of a sample: groups times depths
   * @param tile columns computed at a time
   */
  PlaneBlocks sideBySide(int channels, int rows, int all, int others, int tile) {
    PlaneBlocks best = this;
    for (int n = 2; blocks == 1 && n <= Math.min(all, MOST_SAMPLES); n++) {
      long positions = (long) n * pitch;
      if (positions * channels * planes() * planeLines > MOST_ELEMENTS
          || positions * rows * lines > MOST_ELEMENTS
          || (long) ceilDiv(all, n) * others < WANTED_PARTS) {
        break;
      }
      PlaneBlocks wider = ofSamples(n);
      if (wider.share(tile) > LEAST_GAIN * best.share(tile)) {
        best = wider;
      }
    }
    return best;
  }

  private PlaneBlocks ofSamples(int n) {
    return new PlaneBlocks(
        grid, lines, blocks, lead, first, taken, pitch, lowHeight, planeLines, n);
  }

  /** The columns that count, as a share of those computed. */
  private double share(int tile) {
    return (double) samples * lines * grid.width().columns() / columns(lines, samples, tile);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /**
   * True if columns may be read where they lie, most of those counted are some, and a block is no
   * longer than its copy is worth.
   *
   * @param channels the channels of a block's source
   * @param rows the rows of its result
   * @param tile columns computed at a time
   */
  boolean suits(int channels, int rows, int tile) {
    if (grid.width().stride() != 1 || grid.height().stride() != 1 || grid.taps() < 2) {
      return false;
    }
    if ((long) channels * planes() * planeLines * linePitch() > LONGEST_LINE
        || (long) rows * lines * linePitch() > LONGEST_LINE) {
      return false;
    }
    return share(tile) >= LEAST_SHARE;
  }

  /** The columns that are counted in some lines of some samples, in whole tiles. */
  int columns(int ofLines, int ofSamples, int tile) {
    int last = (ofLines - 1) * linePitch() + (ofSamples - 1) * pitch + grid.width().columns();
    return ceilDiv(last, tile) * tile;
  }

  /** Positions of a plane's line. */
  int linePitch() {
    return samples * pitch;
  }

  /** Elements of a plane. */
  int plane() {
    return planeLines * linePitch();
  }

  /** Planes of a channel: the source depths that a depth's taps meet. */
  int planes() {
    return grid.depth().shifts().length;
  }

  /** For each channel and tap, how far its source lies from that of column 0's first. */
  int[] distances(int channels) {
    int[] distances = new int[channels * grid.taps()];
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int d = 0; d < planes(); d++) {
        int plane = (channel * planes() + d) * plane();
        for (int h : grid.height().shifts()) {
          for (int w : grid.width().shifts()) {
            distances[at++] = lead + plane + (h - lowHeight) * linePitch() + w - first;
          }
        }
      }
    }
    return distances;
  }

  /**
   * Copies a block's source into planes.
   *
   * @param start the first element of the first sample's first channel
   * @param sample elements from one sample to the next
   * @param count samples
   * @param depth the depth of the block's columns
   * @param line the block's first line
   */
  void copy(
      float[] source,
      int start,
      int sample,
      int count,
      int channels,
      int depth,
      int line,
      float[] planes) {
    Arrays.fill(planes, 0, lead, 0);
    int to = lead;
    for (int channel = 0; channel < channels; channel++) {
      for (int shift : grid.depth().shifts()) {
        int d = depth * grid.depth().stride() + shift;
        int from = start + channel * grid.sources();
        boolean isInside = d >= 0 && d < grid.depth().source();
        for (int i = 0; i < planeLines; i++) {
          int h = line + lowHeight + i;
          if (isInside && h >= 0 && h < grid.height().source()) {
            int row = d * grid.height().source() + h;
            int at = from + row * grid.width().source();
            for (int s = 0; s < count; s++) {
              copyLine(source, at + s * sample, planes, to + s * pitch);
            }
            Arrays.fill(planes, to + count * pitch, to + linePitch(), 0);
          } else {
            Arrays.fill(planes, to, to + linePitch(), 0);
          }
          to += linePitch();
        }
      }
    }
  }

  private void copyLine(float[] source, int row, float[] planes, int to) {
    System.arraycopy(source, taken > 0 ? row + first : 0, planes, to, taken);
    for (int i = taken; i < pitch; i++) {
      planes[to + i] = 0;
    }
  }
}
