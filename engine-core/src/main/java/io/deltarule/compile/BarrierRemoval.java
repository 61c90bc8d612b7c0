package io.deltarule.compile;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.op.Barrier;

/**
 * Removes barriers, once nothing merges or moves across them any more. What they kept apart stays
 * apart, and after them in the schedule.
 */
final class BarrierRemoval extends Rewriter {
  private BarrierRemoval(Computation source) {
    super(source);
  }

  static Computation apply(Computation computation) {
    return new BarrierRemoval(computation).run();
  }

  @Override
  void rewrite(Node node) {
    if (node.op() instanceof Barrier) {
      replace(node.output(0), valueOf(node.input(0)));
    } else {
      copy(node);
    }
  }
}
