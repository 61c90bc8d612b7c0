package io.deltarule.compile;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Gather;
import io.deltarule.op.Reduce;
import io.deltarule.op.ScatterAdd;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * Sums gathered rows without writing them to memory first. The sum or mean of a gather over the
 * last axis of its indices becomes a {@link io.deltarule.op.GatherSum}; its gradient, a scatter-add
 * of updates that were broadcast along that axis, a {@link io.deltarule.op.ScatterAddBags}.
 */
final class BagFusion extends Rewriter {
  private BagFusion(Computation source) {
    super(source);
  }

  static Computation apply(Computation computation) {
    return new BagFusion(computation).run();
  }

  @Override
  void rewrite(Node node) {
    if (node.op() instanceof Reduce reduce && sumsBags(reduce, node.input(0).node())) {
      Node gather = node.input(0).node();
      Value indices = gather.input(1);
      Value sum = valueOf(gather.input(0)).gatherSum(valueOf(indices));
      boolean mean = reduce.kind() == Reduce.Kind.MEAN;
      Value result = mean ? sum.div((double) indices.shape().dim(-1)) : sum;
      replace(node.output(0), result.reshape(node.output(0).shape()));
    } else if (node.op() instanceof ScatterAdd scatter && spreadsOverBags(scatter, node)) {
      Shape rows = node.input(0).shape();
      int bagAxis = bagAxis(node.input(1));
      Shape updates = rows.slice(0, bagAxis).append(rows.slice(bagAxis + 1, rows.rank()));
      Value spread = valueOf(node.input(0).node().input(0)).reshape(updates);
      replace(node.output(0), spread.scatterAddBags(valueOf(node.input(1)), scatter.size()));
    } else {
      copy(node);
    }
  }

  /** The last axis of the indices, which is an axis of the gathered rows, too. */
  private static int bagAxis(Value indices) {
    return indices.shape().rank() - 1;
  }

  private static boolean sumsBags(Reduce reduce, Node rows) {
    boolean sums = reduce.kind() == Reduce.Kind.SUM || reduce.kind() == Reduce.Kind.MEAN;
    return sums
        && rows.op() instanceof Gather gather
        && gather.axis() == 0
        && rows.input(1).shape().rank() > 0
        && reduce.axes().equals(List.of(bagAxis(rows.input(1))));
  }

  private static boolean spreadsOverBags(ScatterAdd scatter, Node node) {
    Node updates = node.input(0).node();
    Value indices = node.input(1);
    return scatter.axis() == 0
        && indices.shape().rank() > 0
        && updates.op() instanceof Broadcast
        && updates.input(0).shape().equals(node.input(0).shape().with(bagAxis(indices), 1));
  }
}
