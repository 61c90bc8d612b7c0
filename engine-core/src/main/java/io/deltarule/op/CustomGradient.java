package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The first input unchanged, with a gradient rule of the user's own. Input 0 is the value of a
 * composition, the others are what it was composed from; the gradient flows to those by the rule
 * and not through the composition. Compiles to nothing.
 */
public record CustomGradient(Rule rule) implements Op {
  /** A gradient rule. */
  @FunctionalInterface
  public interface Rule {
    /**
     * The gradient with respect to each argument of the composition, of the argument's shape; null
     * where none flows.
     *
     * @param arguments the arguments of the composition
     * @param output the composition's value
     * @param upstream the gradient with respect to that value
     */
    List<Value> gradients(List<Value> arguments, Value output, Value upstream);
  }

  /** The value of a composition of some arguments, with this rule as its gradient. */
  public static Value of(Value composition, List<Value> arguments, Rule rule) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(composition);
    inputs.addAll(arguments);
    return composition.graph().apply(new CustomGradient(rule), inputs).output(0);
  }

  @Override
  public String name() {
    return "custom_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    return inputs.subList(0, 1);
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    List<Value> arguments = node.inputs().subList(1, node.inputs().size());
    List<Value> ruled = rule.gradients(arguments, node.output(0), upstream.get(0));
    if (ruled.size() != arguments.size()) {
      throw new IllegalArgumentException(
          node.describe()
              + ": the rule gave "
              + ruled.size()
              + " gradients for "
              + arguments.size()
              + " arguments; give one an argument, null where none flows");
    }
    List<Value> gradients = new ArrayList<>();
    gradients.add(null);
    gradients.addAll(ruled);
    return gradients;
  }
}
