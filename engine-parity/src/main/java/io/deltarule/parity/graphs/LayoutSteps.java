package io.deltarule.parity.graphs;

import io.deltarule.op.Broadcast;
import io.deltarule.op.Concat;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Steps that move elements of either type. */
final class LayoutSteps {
  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;

  LayoutSteps(SplittableRandom random, Sizes sizes, Pool pool) {
    this.random = random;
    this.sizes = sizes;
    this.pool = pool;
  }

  /** Adds a step on a value, if it can be done. */
  void add(Entry x) {
    switch (random.nextInt(6)) {
      case 0 -> move(new Reshape(sizes.reshaped(x.shape())), x);
      case 1 -> broadcast(x);
      case 2 -> move(new Transpose(permutation(x.shape().rank())), x);
      case 3 -> slice(x);
      case 4 -> pad(x);
      default -> concat(x);
    }
  }

  private void move(Op op, Entry... x) {
    pool.offer(pool.apply(op, x[0].range(), x).get(0));
  }

  private void broadcast(Entry x) {
    Shape target = x.shape();
    for (int axis = 0; axis < target.rank(); axis++) {
      if (target.dim(axis) == 1 && random.nextBoolean()) {
        target = target.with(axis, sizes.dim());
      }
    }
    if (target.rank() < 4 && random.nextBoolean()) {
      target = Shape.of(sizes.dim()).append(target);
    }
    if (sizes.allows(target)) {
      move(new Broadcast(target), x);
    }
  }

  private List<Integer> permutation(int rank) {
    List<Integer> permutation = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      permutation.add(random.nextInt(axis + 1), axis);
    }
    return permutation;
  }

  private void slice(Entry x) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (int dim : x.shape().dims()) {
      boolean whole = random.nextInt(3) == 0;
      int start = whole ? 0 : random.nextInt(dim / 2 + 1);
      starts.add(start);
      ends.add(whole ? dim : random.nextInt(Math.min(dim, start + 1), dim + 1));
      steps.add(whole ? 1 : random.nextInt(1, 4));
    }
    move(new Slice(starts, ends, steps), x);
  }

  private void pad(Entry x) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> interior = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      boolean untouched = random.nextInt(3) == 0;
      before.add(untouched ? 0 : random.nextInt(3));
      after.add(untouched ? 0 : random.nextInt(4));
      interior.add(random.nextInt(3) == 0 ? random.nextInt(3) : 0);
    }
    // A value in the range of the integers, so that indices stay indices.
    double value = x.isFloat() ? random.nextInt(3) * 0.25 : x.range().low();
    Pad op = new Pad(before, after, interior, value);
    if (sizes.allows(op.infer(List.of(x.type())).get(0).shape())) {
      move(op, x);
    }
  }

  private void concat(Entry x) {
    if (x.shape().rank() == 0) {
      return;
    }
    int axis = random.nextInt(x.shape().rank());
    List<Entry> parts = new ArrayList<>(Collections.nCopies(1, x));
    int more = random.nextInt(3);
    for (int i = 0; i < more; i++) {
      Entry next = pool.pick(y -> fits(x, y, axis));
      boolean fresh = random.nextInt(3) == 0;
      parts.add(
          fresh
              ? pool.input(x.type().withShape(x.shape().with(axis, sizes.dim())), x.range())
              : next);
    }
    Concat op = new Concat(axis);
    if (sizes.allows(op.infer(parts.stream().map(Entry::type).toList()).get(0).shape())) {
      double low = parts.stream().mapToDouble(part -> part.range().low()).min().orElseThrow();
      double high = parts.stream().mapToDouble(part -> part.range().high()).max().orElseThrow();
      pool.offer(pool.apply(op, new Range(low, high), parts.toArray(Entry[]::new)).get(0));
    }
  }

  private static boolean fits(Entry x, Entry y, int axis) {
    return y.type().dtype() == x.type().dtype()
        && y.shape().rank() == x.shape().rank()
        && y.shape().with(axis, 0).equals(x.shape().with(axis, 0));
  }
}
