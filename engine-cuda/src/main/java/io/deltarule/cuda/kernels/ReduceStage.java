package io.deltarule.cuda.kernels;

import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One launch of a reduction: a pass over one axis, each column cut into chunks of which each leaves
 * a result. The results of all stages but the last lie in scratch memory.
 *
 * @param folded what it reads, seen around the axis
 * @param chunkLength elements of a chunk; the whole axis if it is not cut
 */
record ReduceStage(Folded folded, int chunkLength) {
  /** The launches that make up a reduction; none if there is nothing to compute. */
  static List<ReduceStage> of(Reduce op, Shape input) {
    List<ReduceStage> stages = new ArrayList<>();
    for (Folded folded : axes(op, input)) {
      ReduceStage first =
          new ReduceStage(folded, isRows(folded) ? folded.length() : Tiles.chunkLength(folded));
      stages.add(first);
      if (first.chunks() > 1) {
        // The chunks' results are few enough for one stage.
        Folded results = new Folded(folded.before(), first.chunks(), folded.after());
        stages.add(new ReduceStage(results, results.length()));
      }
    }
    return stages;
  }

  /**
   * The axes to reduce, one after the other, the longest first so that what lies between is small.
   * Neighbouring ones are one axis; axes of one element need no pass.
   */
  static List<Folded> axes(Reduce op, Shape input) {
    Shape shape = input;
    List<Folded> axes = new ArrayList<>();
    while (true) {
      int from = -1;
      int to = -1;
      long longest = 1;
      for (int start = 0; start < shape.rank(); start++) {
        int end = start;
        long length = 1;
        while (end < shape.rank() && (op.axes().contains(end) || shape.dim(end) == 1)) {
          length *= shape.dim(end++);
        }
        if (length > longest) {
          longest = length;
          from = start;
          to = end;
        }
      }
      if (from < 0) {
        return axes;
      }
      axes.add(Folded.around(shape, from, to));
      for (int axis = from; axis < to; axis++) {
        shape = shape.with(axis, 1);
      }
    }
  }

  /** Elements of scratch memory that the launches of a reduction share. */
  static long scratchElements(List<ReduceStage> stages) {
    return stages.stream().limit(Math.max(0, stages.size() - 1)).mapToLong(s -> s.results()).sum();
  }

  /** True if warps reduce rows; else blocks reduce columns. */
  static boolean isRows(Folded folded) {
    return folded.after() == 1 && folded.length() <= Tiles.LONGEST_WARP_ROW;
  }

  /** True if this reduces by rows, which it does not cut. */
  boolean isRows() {
    return isRows(folded);
  }

  int chunks() {
    return Tiles.ceilDiv(folded.length(), chunkLength);
  }

  /** Elements that this writes. */
  long results() {
    return (long) folded.before() * chunks() * folded.after();
  }
}
