package io.deltarule.compile;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Barrier;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes once what is computed several times: nodes with equal operations over the same values.
 * Random draws are functions of their inputs and so no exception. Every barrier is a value of its
 * own, so that what is computed from one is not merged with the same computation elsewhere.
 */
final class CommonSubexpressions extends Rewriter {
  private record Key(Op op, List<Value> inputs) {}

  private final Map<Key, Node> known = new HashMap<>();

  private CommonSubexpressions(Computation source) {
    super(source);
  }

  static Computation apply(Computation computation) {
    return new CommonSubexpressions(computation).run();
  }

  @Override
  void rewrite(Node node) {
    // Two placeholders of one name are the planner's to refuse.
    if (node.op() instanceof Barrier || node.op() instanceof Placeholder) {
      copy(node);
      return;
    }
    List<Value> inputs = inputsOf(node);
    Node same =
        known.computeIfAbsent(new Key(node.op(), inputs), key -> target().apply(node.op(), inputs));
    replaceAll(node, same);
  }
}
