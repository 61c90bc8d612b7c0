package io.deltarule.plan;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Constant;
import io.deltarule.op.Reshape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a computation into a plan: schedule, views, in-place updates, lifetimes, memory.
 *
 * <p>The schedule is the graph's own order. Decisions are taken on buffers: {@link Placement} says
 * which values are views of which buffer, {@link Updates} which results may be written straight
 * into their variables, and {@link ArenaAllocator} where the remaining buffers lie.
 */
public final class Planner {
  private final Computation computation;
  private final PlanOptions options;
  private final Placement placement;
  private final Map<Region, Long> regionSizes = new LinkedHashMap<>();
  private final List<Plan.Constant> constants = new ArrayList<>();

  private Planner(Computation computation, PlanOptions options) {
    this.computation = computation;
    this.options = options;
    this.placement = new Placement(computation);
  }

  /**
   * Plans a computation.
   *
   * @throws IllegalArgumentException if one buffer is larger than the backend's regions may be
   */
  public static Plan plan(Computation computation, PlanOptions options) {
    return new Planner(computation, options).plan();
  }

  private Plan plan() {
    Updates updates = new Updates(computation, placement);
    updates.decide();
    if (options.reuse()) {
      placement.schedule().forEach(this::takeOverDyingInputs);
    }
    Map<String, Location> inputs = fixSources();
    ArenaAllocator allocator = new ArenaAllocator(options);
    List<Buffer> free = new ArrayList<>(placement.freeBuffers());
    free.addAll(updates.stagingBuffers());
    allocator.place(free);
    regionSizes.putAll(allocator.sizes());

    List<Step> steps = new ArrayList<>();
    int[] firstStep = new int[placement.end() + 1];
    for (Node node : placement.schedule()) {
      firstStep[placement.position(node)] = steps.size();
      emit(node, steps);
    }
    firstStep[placement.end()] = steps.size();
    steps.addAll(updates.copies());
    return new Plan(
        steps,
        inputs,
        updates.outputLocations(),
        constants,
        regionSizes,
        computation.variables(),
        lifetimes(free, firstStep, steps.size() - 1),
        options.guard());
  }

  /** Lets results take over the buffers of inputs that die there, where the operation allows it. */
  private void takeOverDyingInputs(Node node) {
    Set<Buffer> taken = new HashSet<>();
    for (int o = 0; o < node.outputs().size(); o++) {
      Value output = node.output(o);
      for (int i = 0; i < node.inputs().size(); i++) {
        Value input = node.input(i);
        Buffer root = placement.buffer(input).root();
        if (node.op().mayOverwrite(i, o)
            && placement.isFreeResult(output)
            && root != placement.buffer(output)
            && isReadOnlyAs(input, node)
            && placement.fillsItsRoot(input)
            && input.type().equals(output.type())
            && root.last == placement.position(node)
            && taken.add(root)) {
          placement.buffer(output).placeIn(root, 0);
        }
      }
    }
  }

  /** True if no other view of the same memory, with other positions, is an input of the node. */
  private boolean isReadOnlyAs(Value input, Node node) {
    Buffer root = placement.buffer(input).root();
    return node.inputs().stream()
        .filter(other -> placement.buffer(other).root() == root)
        .allMatch(other -> placement.isWhole(other) && other.type().equals(input.type()));
  }

  /** Gives placeholders and constants their places, one after the other. */
  private Map<String, Location> fixSources() {
    for (Node node : placement.schedule()) {
      if (node.op() instanceof Constant constant) {
        Buffer buffer = placement.buffer(node.output(0));
        append(new Region.Constants(buffer.dtype), buffer);
        constants.add(new Plan.Constant(placement.location(node.output(0)), constant.value()));
      }
    }
    Map<String, Location> inputs = new LinkedHashMap<>();
    computation
        .placeholders()
        .forEach(
            (name, value) -> {
              Buffer buffer = placement.buffer(value);
              append(new Region.Inputs(buffer.dtype), buffer);
              inputs.put(name, placement.location(value));
            });
    return inputs;
  }

  private void append(Region region, Buffer buffer) {
    long start = regionSizes.getOrDefault(region, 0L) + options.guard();
    long end = start + buffer.elements + options.guard();
    long aligned = (end + options.alignment() - 1) / options.alignment() * options.alignment();
    if (aligned > options.maxRegionElements()) {
      throw new IllegalArgumentException(
          "plan: inputs or constants of type "
              + region.dtype()
              + " have more than "
              + options.maxRegionElements()
              + " elements in all; use a smaller batch");
    }
    buffer.fix(region, start);
    regionSizes.put(region, aligned);
  }

  private void emit(Node node, List<Step> steps) {
    if (placement.isComputed(node)) {
      steps.add(
          new Step(node.op(), node.scope(), locations(node.inputs()), locations(node.outputs())));
    }
    // A concatenation is made by its producers; what could not be placed is copied.
    for (Placement.Piece piece : placement.copiedPieces(node)) {
      Location target = placement.location(node.output(0));
      Location to =
          new Location(target.region(), target.offset() + piece.offset(), piece.value().type());
      Reshape copy = new Reshape(piece.value().shape());
      steps.add(
          new Step(copy, node.scope(), List.of(placement.location(piece.value())), List.of(to)));
    }
  }

  private List<Location> locations(List<Value> values) {
    return values.stream().map(placement::location).toList();
  }

  /** Lifetimes in steps of the plan; the schedule also counts the nodes that need none. */
  private List<Plan.Lifetime> lifetimes(List<Buffer> buffers, int[] firstStep, int lastStep) {
    List<Plan.Lifetime> lifetimes = new ArrayList<>();
    for (Buffer b : buffers) {
      int first = firstStep[b.first];
      int last = b.last + 1 < firstStep.length ? firstStep[b.last + 1] - 1 : lastStep;
      lifetimes.add(
          new Plan.Lifetime(b.name, b.region, b.offset, b.elements, first, Math.max(first, last)));
    }
    return lifetimes;
  }
}
