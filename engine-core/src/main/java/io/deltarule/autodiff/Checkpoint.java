package io.deltarule.autodiff;

import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Barrier;
import io.deltarule.op.CustomGradient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Rematerialisation (activation checkpointing; Chen et al. 2016, "Training deep nets with sublinear
 * memory cost"): a segment's intermediate values are not kept for the backward pass but computed
 * again there, from the segment's inputs. Random draws repeat exactly, being functions of counters.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Builds a segment that is rematerialised.
   *
   * @param graph the graph
   * @param segment builds the segment; the values from outside that it uses are found by themselves
   * @return the segment's value
   */
  public static Value segment(Graph graph, Supplier<Value> segment) {
    int first = graph.nodes().size();
    Value output = segment.get();
    if (output.node().id() < first) {
      return output;
    }
    List<Value> boundary = boundary(output, first);
    return CustomGradient.of(
        output,
        boundary,
        (inputs, value, upstream) -> backward(output, first, boundary, inputs, upstream));
  }

  /**
   * The gradients by what stands for the boundary: {@code inputs} differ from it where the segment
   * has been copied as part of another. Integers, such as the counters of random draws, get a
   * barrier too, or the draws would be kept rather than repeated.
   */
  private static List<Value> backward(
      Value output, int first, List<Value> boundary, List<Value> inputs, Value upstream) {
    Map<Value, Value> copies = new HashMap<>();
    List<Value> differentiable = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Value barrier = output.graph().apply(new Barrier(), inputs.get(i), upstream);
      copies.put(boundary.get(i), barrier);
      if (barrier.dtype().isFloating()) {
        differentiable.add(barrier);
      }
    }
    Value repeated = copy(output, first, copies);
    Iterator<Value> found =
        ReverseMode.gradients(List.of(repeated), List.of(upstream), differentiable).iterator();
    List<Value> gradients = new ArrayList<>();
    inputs.forEach(input -> gradients.add(input.dtype().isFloating() ? found.next() : null));
    return gradients;
  }

  /** The values made before the segment that its nodes use, in order of use. */
  private static List<Value> boundary(Value output, int first) {
    Set<Value> boundary = new LinkedHashSet<>();
    for (Node node : segmentNodes(output, first)) {
      for (Value input : node.inputs()) {
        if (input.node().id() < first) {
          boundary.add(input);
        }
      }
    }
    return List.copyOf(boundary);
  }

  private static List<Node> segmentNodes(Value output, int first) {
    Graph graph = output.graph();
    int last = output.node().id();
    boolean[] needed = new boolean[last + 1];
    needed[last] = true;
    List<Node> nodes = new ArrayList<>();
    for (int id = last; id >= first; id--) {
      if (needed[id]) {
        nodes.add(0, graph.nodes().get(id));
        graph.nodes().get(id).inputs().forEach(input -> needed[input.node().id()] = true);
      }
    }
    return nodes;
  }

  /** Copies the segment's nodes over other inputs; values without a copy stay as they are. */
  private static Value copy(Value output, int first, Map<Value, Value> copies) {
    Graph graph = output.graph();
    for (Node node : segmentNodes(output, first)) {
      List<Value> inputs =
          node.inputs().stream().map(input -> copies.getOrDefault(input, input)).toList();
      Node copy = graph.inScope(node.scope() + ".again", () -> graph.apply(node.op(), inputs));
      for (int i = 0; i < node.outputs().size(); i++) {
        copies.put(node.output(i), copy.output(i));
      }
    }
    return copies.get(output);
  }
}
