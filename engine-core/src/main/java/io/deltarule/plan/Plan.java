package io.deltarule.plan;

import io.deltarule.graph.Variable;
import io.deltarule.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A computation, scheduled and laid out. Everything about its memory is known here, before any
 * device is touched.
 *
 * @param steps the kernel launches in order
 * @param inputs where the host writes, by placeholder name
 * @param outputs where the host reads, by output name
 * @param constants what is written once at loading
 * @param regionSizes elements of every region but the variables
 * @param variables the variables read or written
 * @param lifetimes the arena buffers and the steps between which each is alive
 * @param guard elements left free before and after each buffer
 */
public record Plan(
    List<Step> steps,
    Map<String, Location> inputs,
    Map<String, Location> outputs,
    List<Constant> constants,
    Map<Region, Long> regionSizes,
    Set<Variable> variables,
    List<Lifetime> lifetimes,
    int guard) {

  /** A constant and its place. */
  public record Constant(Location location, Tensor value) {}

  /**
   * A buffer in an arena, alive from step {@code first} to step {@code last}, both inclusive.
   *
   * @param maker the operation whose result it first holds
   */
  public record Lifetime(
      String maker, Region region, long offset, long elements, int first, int last) {}

  public Plan {
    steps = List.copyOf(steps);
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    constants = List.copyOf(constants);
    regionSizes = Collections.unmodifiableMap(new LinkedHashMap<>(regionSizes));
    lifetimes = List.copyOf(lifetimes);
  }

  /** Bytes of the arenas at the types' own sizes. */
  public long arenaBytes() {
    return bytes(Region.Arena.class);
  }

  /** Bytes of inputs and constants at the types' own sizes. */
  public long inputAndConstantBytes() {
    return bytes(Region.Inputs.class) + bytes(Region.Constants.class);
  }

  /** Bytes of the variables at the types' own sizes. */
  public long variableBytes() {
    return variables.stream()
        .mapToLong(v -> v.type().shape().elementCount() * v.type().dtype().bytes())
        .sum();
  }

  private long bytes(Class<? extends Region> kind) {
    return regionSizes.entrySet().stream()
        .filter(e -> kind.isInstance(e.getKey()))
        .mapToLong(e -> e.getValue() * e.getKey().dtype().bytes())
        .sum();
  }

  /** Floating-point operations of one run. */
  public long flops() {
    return steps.stream().mapToLong(Step::flops).sum();
  }
}
