package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what no output or assignment needs: nodes, and within pointwise operations the
 * expressions and inputs that nobody uses. A placeholder that nothing depends on any more is no
 * input of the plan.
 */
final class DeadCode extends Rewriter {
  private final Set<Value> used = new HashSet<>();

  private DeadCode(Computation source) {
    super(source);
    used.addAll(source.roots());
    source.liveNodes().forEach(node -> used.addAll(node.inputs()));
  }

  static Computation apply(Computation computation) {
    return new DeadCode(computation).run();
  }

  @Override
  void rewrite(Node node) {
    if (!(node.op() instanceof Pointwise op)) {
      copy(node);
      return;
    }
    PointwiseBuilder builder = new PointwiseBuilder(target());
    List<Expr> arguments = inputsOf(node).stream().map(builder::input).toList();
    ExprFolding folding = new ExprFolding(arguments);
    List<Value> live = node.outputs().stream().filter(used::contains).toList();
    List<Expr> expressions =
        live.stream().map(output -> folding.fold(op.expressions().get(output.index()))).toList();
    List<Value> results = builder.build(expressions, node.output(0).shape());
    for (int i = 0; i < live.size(); i++) {
      replace(live.get(i), results.get(i));
    }
  }
}
