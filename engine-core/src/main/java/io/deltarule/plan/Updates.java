package io.deltarule.plan;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reshape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The assignments of a step. A new value is computed straight into its variable where nobody reads
 * the old one later; otherwise it is copied there after everything else. What the host reads, and
 * what one variable takes from another, is saved before.
 */
final class Updates {
  private static final String SCOPE = "assign";

  private final Computation computation;
  private final Placement placement;
  private final Set<Variable> assigned = new HashSet<>();
  private final Set<Assignment> inPlace = new HashSet<>();
  private final Map<Value, Buffer> staged = new LinkedHashMap<>();

  Updates(Computation computation, Placement placement) {
    this.computation = computation;
    this.placement = placement;
    computation.assignments().forEach(a -> assigned.add(a.variable()));
    refuseOverlaps();
  }

  private void refuseOverlaps() {
    List<Location> targets = new ArrayList<>();
    for (Assignment assignment : computation.assignments()) {
      Location target = target(assignment);
      if (targets.stream().anyMatch(target::overlaps)) {
        throw new IllegalArgumentException(
            "plan: variable "
                + assignment.variable()
                + " is assigned twice from element "
                + target.offset()
                + " to "
                + target.end()
                + "; assign each element once");
      }
      targets.add(target);
    }
  }

  void decide() {
    // Saved first, assigned next, read by the host last.
    int saving = placement.end();
    for (Value root : computation.roots()) {
      if (liesInAssignedVariable(root)) {
        staged.computeIfAbsent(root, value -> stagingBuffer(value, saving));
      }
    }
    for (Value output : computation.outputs().values()) {
      placement.use(output, saving + 2);
      if (staged.containsKey(output)) {
        staged.get(output).extendTo(saving + 2);
      }
    }
    for (Assignment assignment : computation.assignments()) {
      Value value = assignment.value();
      if (placement.isFreeResult(value) && isSafe(assignment)) {
        placement.buffer(value).fix(new Region.Held(assignment.variable()), assignment.offset());
        inPlace.add(assignment);
      } else {
        placement.use(value, saving + 1);
      }
    }
  }

  private boolean liesInAssignedVariable(Value value) {
    return placement.buffer(value).root().region instanceof Region.Held held
        && assigned.contains(held.variable());
  }

  private static Buffer stagingBuffer(Value value, int position) {
    Buffer buffer = new Buffer(SCOPE, value.dtype(), value.shape().elementCount(), position);
    buffer.extendTo(position + 1);
    return buffer;
  }

  /** True if nobody reads the old contents once the new value begins to be written. */
  private boolean isSafe(Assignment assignment) {
    Location target = target(assignment);
    Buffer result = placement.buffer(assignment.value());
    for (Value value : staged.keySet()) {
      if (placement.location(value).overlaps(target)) {
        return false;
      }
    }
    for (Node node : placement.schedule()) {
      if (placement.position(node) < result.first || !placement.reads(node)) {
        continue;
      }
      for (Value input : node.inputs()) {
        if (lies(input, target.region()) && placement.location(input).overlaps(target)) {
          // The result may also be seen under another shape than the one it is computed in.
          boolean elementByElement =
              node.op() instanceof Pointwise
                  && node.outputs().stream().anyMatch(o -> placement.buffer(o) == result)
                  && placement.position(node) == result.first
                  && placement.location(input).offset() == target.offset()
                  && input.shape().equals(node.output(0).shape());
          if (!elementByElement) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean lies(Value value, Region region) {
    return region.equals(placement.buffer(value).root().region);
  }

  private static Location target(Assignment assignment) {
    return new Location(
        new Region.Held(assignment.variable()), assignment.offset(), assignment.value().type());
  }

  List<Buffer> stagingBuffers() {
    return List.copyOf(staged.values());
  }

  /** The copies that save old values and then assign new ones. */
  List<Step> copies() {
    List<Step> copies = new ArrayList<>();
    for (Value value : staged.keySet()) {
      copies.add(copy(placement.location(value), stagedLocation(value)));
    }
    for (Assignment assignment : computation.assignments()) {
      if (!inPlace.contains(assignment)) {
        copies.add(copy(current(assignment.value()), target(assignment)));
      }
    }
    return copies;
  }

  private static Step copy(Location from, Location to) {
    return new Step(new Reshape(from.type().shape()), SCOPE, List.of(from), List.of(to));
  }

  private Location current(Value value) {
    return staged.containsKey(value) ? stagedLocation(value) : placement.location(value);
  }

  private Location stagedLocation(Value value) {
    Buffer buffer = staged.get(value);
    return new Location(buffer.region, buffer.offset, value.type());
  }

  Map<String, Location> outputLocations() {
    Map<String, Location> outputs = new LinkedHashMap<>();
    computation.outputs().forEach((name, value) -> outputs.put(name, current(value)));
    return outputs;
  }
}
