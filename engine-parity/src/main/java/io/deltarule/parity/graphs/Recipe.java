package io.deltarule.parity.graphs;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Placeholder;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as plain data.
 *
 * @param seed what it was drawn from, and what its inputs are drawn from
 * @param steps the operations, arguments before users; inputs are steps too
 * @param ranges what each input is drawn from, by name
 * @param outputs the values that are compared, named y0, y1, ...
 * @param losses floating-point values of one element, named l0, l1, ...; they are compared, and
 *     their gradients by all floating-point inputs
 * @param lossMode how these gradients are asked for
 */
public record Recipe(
    long seed,
    List<Step> steps,
    Map<String, Range> ranges,
    List<Ref> outputs,
    List<Ref> losses,
    LossMode lossMode) {
  public Recipe {
    steps = List.copyOf(steps);
    ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    outputs = List.copyOf(outputs);
    losses = List.copyOf(losses);
    if (outputs.isEmpty() && losses.isEmpty()) {
      throw new IllegalArgumentException("recipe: it has no outputs and no losses; give it one");
    }
  }

  /** The types of each step's outputs. */
  public List<List<TensorType>> types() {
    List<List<TensorType>> types = new ArrayList<>();
    for (Step step : steps) {
      types.add(
          step.op()
              .infer(
                  step.arguments().stream()
                      .map(ref -> types.get(ref.step()).get(ref.output()))
                      .toList()));
    }
    return types;
  }

  /** The inputs, in order. */
  public List<Placeholder> inputs() {
    return steps.stream()
        .filter(step -> step.op() instanceof Placeholder)
        .map(step -> (Placeholder) step.op())
        .toList();
  }

  /** The number of steps that are no inputs. */
  public int operations() {
    return steps.size() - inputs().size();
  }

  /** Values of the inputs, by name. */
  public Map<String, Tensor> values() {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Placeholder input : inputs()) {
      Range range = ranges.get(input.inputName());
      values.put(input.inputName(), range.draw(seed, input.inputName(), input.type()));
    }
    return values;
  }

  /** The outputs and losses, without gradients. */
  public Computation forward() {
    return Computation.of(named(build()));
  }

  /**
   * The outputs, the losses, and the gradients: of the sum of the losses by input x they are named
   * g/x, of loss l0 alone l0/x.
   */
  public Computation withGradients() {
    List<Node> nodes = build();
    Map<String, Value> results = named(nodes);
    if (lossMode == LossMode.SUMMED && !losses.isEmpty()) {
      addGradients("g", nodes, losses, results);
    } else {
      for (int i = 0; i < losses.size(); i++) {
        addGradients("l" + i, nodes, losses.subList(i, i + 1), results);
      }
    }
    return Computation.of(results);
  }

  private void addGradients(
      String prefix, List<Node> nodes, List<Ref> of, Map<String, Value> results) {
    Map<String, Value> by = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (node.op() instanceof Placeholder input && input.type().dtype().isFloating()) {
        by.put(input.inputName(), node.output(0));
      }
    }
    List<Value> scalars = of.stream().map(ref -> value(nodes, ref)).toList();
    List<Value> ones = scalars.stream().map(v -> v.graph().full(v.shape(), 1)).toList();
    List<Value> inputs = List.copyOf(by.values());
    List<Value> found = ReverseMode.gradients(scalars, ones, inputs);
    int at = 0;
    for (String name : by.keySet()) {
      Value input = inputs.get(at);
      Value gradient = found.get(at++);
      results.put(
          prefix + "/" + name, gradient == null ? input.graph().zerosLike(input) : gradient);
    }
  }

  private Map<String, Value> named(List<Node> nodes) {
    Map<String, Value> results = new LinkedHashMap<>();
    outputs.forEach(ref -> results.put("y" + results.size(), value(nodes, ref)));
    for (int i = 0; i < losses.size(); i++) {
      results.put("l" + i, value(nodes, losses.get(i)));
    }
    return results;
  }

  private List<Node> build() {
    Graph graph = new Graph();
    List<Node> nodes = new ArrayList<>();
    for (Step step : steps) {
      List<Value> arguments = step.arguments().stream().map(ref -> value(nodes, ref)).toList();
      nodes.add(graph.apply(step.op(), arguments));
    }
    return nodes;
  }

  private static Value value(List<Node> nodes, Ref ref) {
    return nodes.get(ref.step()).output(ref.output());
  }

  /** The same without the steps that no output and no loss needs. */
  public Recipe pruned() {
    boolean[] live = new boolean[steps.size()];
    outputs.forEach(ref -> live[ref.step()] = true);
    losses.forEach(ref -> live[ref.step()] = true);
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (live[i]) {
        steps.get(i).arguments().forEach(ref -> live[ref.step()] = true);
      }
    }
    int[] moved = new int[steps.size()];
    List<Step> kept = new ArrayList<>();
    Map<String, Range> keptRanges = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      if (!live[i]) {
        continue;
      }
      moved[i] = kept.size();
      Step step = steps.get(i);
      kept.add(new Step(step.op(), moved(step.arguments(), moved)));
      if (step.op() instanceof Placeholder input) {
        keptRanges.put(input.inputName(), ranges.get(input.inputName()));
      }
    }
    return new Recipe(
        seed, kept, keptRanges, moved(outputs, moved), moved(losses, moved), lossMode);
  }

  private static List<Ref> moved(List<Ref> refs, int[] moved) {
    return refs.stream().map(ref -> new Ref(moved[ref.step()], ref.output())).toList();
  }
}
