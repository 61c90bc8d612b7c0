package io.deltarule.cpu.convolution;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An axis taken apart by its stride, a polyphase decomposition (Bellanger, Bonnerot and Coudreuse
 * 1976): a phase has the source positions of one remainder by the stride, and in it columns move by
 * one. Column t and tap i meet at position {@code t + shifts[i]} of phase {@code ofTap[i]}.
 *
 * @param axis the whole axis
 * @param remainders the remainder of each phase that taps meet, ascending
 * @param ofTap the phase that each tap meets
 * @param shifts where each tap is in its phase for column 0
 */
record Phases(WindowAxis axis, int[] remainders, int[] ofTap, int[] shifts) {

  static Phases of(WindowAxis axis) {
    int stride = axis.stride();
    int[] ofTaps = IntStream.of(axis.shifts()).map(s -> Math.floorMod(s, stride)).toArray();
    int[] remainders = IntStream.of(ofTaps).distinct().sorted().toArray();
    return new Phases(
        axis,
        remainders,
        IntStream.of(ofTaps).map(r -> Arrays.binarySearch(remainders, r)).toArray(),
        IntStream.of(axis.shifts()).map(s -> Math.floorDiv(s, stride)).toArray());
  }

  int count() {
    return remainders.length;
  }

  /** The first position that column 0 meets, which may be padding. */
  int low() {
    return IntStream.of(shifts).min().orElse(0);
  }

  /** The last position that column 0 meets. */
  int high() {
    return IntStream.of(shifts).max().orElse(0);
  }

  /** The positions of a phase. */
  int positions(int phase) {
    int stride = axis.stride();
    return Math.max(0, (axis.source() - remainders[phase] + stride - 1) / stride);
  }

  /** The positions of the longest phase. */
  int positions() {
    return IntStream.range(0, count()).map(this::positions).max().orElse(0);
  }

  /** Where a position of a phase is along the axis. */
  int source(int phase, int position) {
    return position * axis.stride() + remainders[phase];
  }
}
