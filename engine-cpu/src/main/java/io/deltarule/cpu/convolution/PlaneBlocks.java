package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.Packing;
import java.util.Arrays;

/**
 * How a grid is cut into blocks: lines of columns of one sample, or of some side by side, of one
 * group and depth. A block's source is copied into planes that have the padding in them, one for
 * each of the height's and the width's {@link Phases}, so that the patches of neighbouring columns
 * lie next to each other, for each tap at a fixed distance. What pads a line on its right pads the
 * next one on its left. Columns are counted along the planes, those between the lines with them:
 * {@link #pitch} for a sample's line.
 *
 * @param heights the height's phases
 * @param widths the width's phases
 * @param lines lines of a block; the last one may have fewer
 * @param blocks blocks of a depth
 * @param lead padding before the first line
 * @param first the first position of a phase's line that patches take
 * @param taken positions of a line that patches take, of the longest phase
 * @param pitch positions of a sample's line: those taken, and padding
 * @param lowHeight the first line of a phase in a block's plane, before the block's first line
 * @param planeLines lines of a plane
 * @param samples samples of a block, side by side; the last block may have fewer
 */
record PlaneBlocks(
    PatchGrid grid,
    Phases heights,
    Phases widths,
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
    Phases heights = Phases.of(grid.height());
    Phases widths = Phases.of(grid.width());
    int columns = grid.width().columns();
    int end = columns + widths.high();
    int lead = Math.max(0, -widths.low());
    int first = Math.max(0, widths.low());
    int taken = Math.max(0, Math.min(widths.positions(), end) - first);
    int padding = Math.max(lead, Math.max(0, end - widths.positions()));
    int pitch = Math.max(columns, taken + padding);
    int reach = heights.high() - heights.low();
    int planes = grid.depth().shifts().length * heights.count() * widths.count();
    long aLine = (long) channels * planes * pitch;
    long bySource = MOST_ELEMENTS / Math.max(1, aLine) - reach;
    long byResult = MOST_ELEMENTS / Math.max(1, (long) rows * pitch);
    int parts = (int) Math.max(1, Math.min(WANTED_PARTS, (long) others * grid.depth().columns()));
    int all = grid.height().columns();
    int byParts = ceilDiv(all, ceilDiv(WANTED_PARTS, parts));
    int most = (int) Math.max(1, Math.min(byParts, Math.min(bySource, byResult)));
    int lines = Math.max(1, ceilDiv(all, Math.max(1, ceilDiv(all, most))));
    int blocks = ceilDiv(all, lines);
    return new PlaneBlocks(
        grid,
        heights,
        widths,
        lines,
        blocks,
        lead,
        first,
        taken,
        pitch,
        heights.low(),
        lines + reach,
        1);
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
        grid, heights, widths, lines, blocks, lead, first, taken, pitch, lowHeight, planeLines, n);
  }

  /** The columns that count, as a share of those computed. */
  private double share(int tile) {
    return (double) samples * lines * grid.width().columns() / columns(lines, samples, tile);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /**
   * True if patches share elements, or skip some, so that a copy of a block is worth it, most
   * columns counted are some, and a block is no longer than that.
   *
   * @param channels the channels of a block's source
   * @param rows the rows of its result
   * @param tile columns computed at a time
   */
  boolean suits(int channels, int rows, int tile) {
    boolean skips = grid.width().stride() > 1 || grid.height().stride() > 1;
    if (grid.taps() < (skips ? 1 : 2)) {
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

  /** Planes of a channel: the phases of each source depth that a depth's taps meet. */
  int planes() {
    return grid.depth().shifts().length * heights.count() * widths.count();
  }

  /** For each channel and tap, how far its source lies from that of column 0's first. */
  int[] distances(int channels) {
    int[] distances = new int[channels * grid.taps()];
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int d = 0; d < grid.depth().shifts().length; d++) {
        int depth = channel * grid.depth().shifts().length + d;
        for (int h = 0; h < heights.shifts().length; h++) {
          for (int w = 0; w < widths.shifts().length; w++) {
            int plane = (depth * heights.count() + heights.ofTap()[h]) * widths.count();
            int line = heights.shifts()[h] - lowHeight;
            distances[at++] =
                lead
                    + (plane + widths.ofTap()[w]) * plane()
                    + line * linePitch()
                    + widths.shifts()[w]
                    - first;
          }
        }
      }
    }
    return distances;
  }

  /**
   * Copies a block's source into planes. What lies behind the last, up to a vector of elements, may
   * be overwritten.
   *
   * @param start the first element of the first sample's first channel
   * @param sample elements from one sample to the next
   * @param count samples
   * @param depth the depth of the block's columns
   * @param line the block's first line
   */
  void copy(
      Packing packing,
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
        boolean isInside = d >= 0 && d < grid.depth().source();
        int from = start + channel * grid.sources();
        int slice = from + d * grid.height().source() * grid.width().source();
        for (int h = 0; h < heights.count(); h++) {
          for (int w = 0; w < widths.count(); w++) {
            if (isInside) {
              copyPhase(packing, source, slice, sample, count, line, h, w, planes, to);
            } else {
              Arrays.fill(planes, to, to + plane(), 0);
            }
            to += plane();
          }
        }
      }
    }
  }

  /** Copies a phase of a slice, which has one depth, into its plane. */
  private void copyPhase(
      Packing packing,
      float[] source,
      int slice,
      int sample,
      int count,
      int line,
      int heightPhase,
      int widthPhase,
      float[] planes,
      int plane) {
    int low = line + lowHeight;
    int above = Math.min(planeLines, Math.max(0, -low));
    int below = Math.min(planeLines, Math.max(above, heights.positions(heightPhase) - low));
    int some = Math.max(0, Math.min(taken, widths.positions(widthPhase) - first));
    int to = plane + above * linePitch();
    if (some > 0 && below > above) {
      int row = heights.source(heightPhase, low + above) * grid.width().source();
      packing.copyLines(
          source,
          slice + row + widths.source(widthPhase, first),
          grid.height().stride() * grid.width().source(),
          sample,
          grid.width().stride(),
          planes,
          to,
          linePitch(),
          pitch,
          below - above,
          count,
          some,
          planes.length);
    }
    Arrays.fill(planes, plane, to, 0);
    for (int i = above; i < below; i++) {
      for (int s = 0; s < count; s++) {
        for (int j = some; j < pitch; j++) {
          planes[to + s * pitch + j] = 0;
        }
      }
      for (int j = count * pitch; j < linePitch(); j++) {
        planes[to + j] = 0;
      }
      to += linePitch();
    }
    Arrays.fill(planes, to, plane + plane(), 0);
  }
}
