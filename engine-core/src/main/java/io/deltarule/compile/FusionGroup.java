package io.deltarule.compile;

import io.deltarule.graph.Node;
import io.deltarule.op.Pointwise;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Nodes that will be one kernel, and the groups that must run before and after it. */
final class FusionGroup {
  final List<Node> members = new ArrayList<>();
  final Set<FusionGroup> predecessors = new LinkedHashSet<>();
  final Set<FusionGroup> successors = new LinkedHashSet<>();

  /** The shape that the kernel runs over; each member's shape has as many elements. */
  Shape space;

  /** The place in {@link FusionOrder}. */
  int slot;

  FusionGroup(Node node) {
    members.add(node);
    space = node.output(0).shape();
  }

  boolean isPointwise() {
    return members.get(0).op() instanceof Pointwise;
  }

  void runsAfter(FusionGroup other) {
    if (other != this) {
      predecessors.add(other);
      other.successors.add(this);
    }
  }

  /** Takes over the members of another group and its place among the others. */
  void absorb(FusionGroup other) {
    members.addAll(other.members);
    members.sort(Comparator.comparingInt(Node::id));
    for (FusionGroup predecessor : other.predecessors) {
      predecessor.successors.remove(other);
      runsAfter(predecessor);
    }
    for (FusionGroup successor : other.successors) {
      successor.predecessors.remove(other);
      successor.runsAfter(this);
    }
    predecessors.remove(other);
    successors.remove(other);
  }
}
