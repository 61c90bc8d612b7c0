package io.deltarule.cpu.recurrent;

import io.deltarule.backend.Operand;
import io.deltarule.cpu.IntMemory;

/** Which steps each row of a batch takes, and in which order time runs. */
final class Steps {
  private final int count;
  private final boolean reverse;
  private final int[] lengths;
  private final int start;

  /** Of rows that take all steps. */
  Steps(int count, boolean reverse) {
    this.count = count;
    this.reverse = reverse;
    lengths = null;
    start = 0;
  }

  /** Of rows that take the steps before their length. */
  Steps(int count, boolean reverse, Operand lengths) {
    this.count = count;
    this.reverse = reverse;
    this.lengths = ((IntMemory) lengths.memory()).array();
    this.start = Math.toIntExact(lengths.offset());
  }

  int count() {
    return count;
  }

  /** The time of the n-th step. */
  int time(int n) {
    return reverse ? count - 1 - n : n;
  }

  /** The time of the step before, whether or not there is one. */
  int before(int time) {
    return reverse ? time + 1 : time - 1;
  }

  boolean takes(int row, int time) {
    return lengths == null || time < lengths[start + row];
  }

  /** True if a row that takes a step takes no step before it. */
  boolean isFirst(int row, int time) {
    int before = before(time);
    return before < 0 || before >= count || !takes(row, before);
  }

  /** The time of a row's last step, or -1. */
  int last(int row) {
    int length = lengths == null ? count : Math.min(count, lengths[start + row]);
    if (length <= 0) {
      return -1;
    }
    return reverse ? 0 : length - 1;
  }
}
