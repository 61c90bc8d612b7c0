package io.deltarule.parity.faults;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.Op;
import io.deltarule.op.Reduce;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Wrong addresses in a gradient. */
final class IndexFaults {
  private static final Expr I = Expr.input(0, ScalarType.INT);
  private static final Expr J = Expr.input(1, ScalarType.INT);

  private IndexFaults() {}

  static Map<String, Planting.Wrong> of(Node node) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    if (node.op() instanceof Gather gather && node.input(0).shape().dim(gather.axis()) > 1) {
      int size = node.input(0).shape().dim(gather.axis());
      faults.put(
          "index off by one",
          (old, in) -> in.get(0).graph().apply(gather, in.get(0), next(in.get(1), size)));
    } else if (node.op() instanceof ScatterAdd scatter) {
      long updates = node.input(1).shape().elementCount();
      if (updates > 0 && scatter.size() > 1) {
        faults.put(
            "index off by one",
            (old, in) ->
                in.get(0).graph().apply(scatter, in.get(0), next(in.get(1), scatter.size())));
      }
      // By the pigeonhole principle some place is addressed twice.
      if (updates > scatter.size()) {
        faults.put("overwrites instead of adding", (old, in) -> overwritten(scatter, in));
      }
    } else if (node.op() instanceof GatherSum && node.input(1).shape().elementCount() > 0) {
      bags(node.op(), node, node.input(0).shape().dim(0), faults);
    } else if (node.op() instanceof ScatterAddBags scatter
        && node.input(1).shape().elementCount() > 0) {
      bags(scatter, node, scatter.size(), faults);
    }
    return faults;
  }

  private static void bags(Op op, Node node, int size, Map<String, Planting.Wrong> faults) {
    if (size > 1) {
      faults.put(
          "index off by one",
          (old, in) -> in.get(0).graph().apply(op, in.get(0), next(in.get(1), size)));
    }
    int last = node.input(1).shape().dim(-1) - 1;
    faults.put(
        "last index of a bag left out",
        (old, in) -> in.get(0).graph().apply(op, in.get(0), in.get(1).slice(-1, 0, last)));
  }

  /** (index + 1) mod size. */
  private static Value next(Value indices, int size) {
    Expr above = I.plus(Expr.constantInt(1));
    Expr wrapped = Expr.select(above.ge(Expr.constantInt(size)), Expr.constantInt(0), above);
    return indices.pointwise(wrapped);
  }

  /** Updates count only where no later one has the same index. */
  private static Value overwritten(ScatterAdd scatter, List<Value> in) {
    Value updates = in.get(0);
    Value indices = in.get(1);
    int count = Math.toIntExact(indices.shape().elementCount());
    Value row = indices.reshape(1, count);
    Value column = indices.reshape(count, 1);
    Value place = indices.graph().iota(count);
    Expr later =
        Expr.select(
            I.eq(J).and(Expr.input(2, ScalarType.INT).lt(Expr.input(3, ScalarType.INT))),
            Expr.ZERO,
            Expr.ONE);
    Value last =
        column
            .pointwise(later, row, place.reshape(count, 1), place.reshape(1, count))
            .reduce(Reduce.Kind.MIN, false, 1);
    Shape after =
        updates.shape().slice(scatter.axis() + indices.shape().rank(), updates.shape().rank());
    Shape aligned = indices.shape();
    for (int i = 0; i < after.rank(); i++) {
      aligned = aligned.append(1);
    }
    return updates.graph().apply(scatter, updates.mul(last.reshape(aligned)), indices);
  }
}
