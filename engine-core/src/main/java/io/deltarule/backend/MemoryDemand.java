package io.deltarule.backend;

import io.deltarule.graph.Variable;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Step;
import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What loading a plan will allocate: its regions, the variables that its state does not hold yet,
 * and what kernels say that they take for themselves.
 *
 * @param bytes all of it
 * @param largest the largest buffers in it, the largest first
 */
record MemoryDemand(long bytes, List<Item> largest) {
  private static final int NAMED = 5;

  /** A buffer or variable, and its bytes. */
  record Item(String name, long bytes) {
    @Override
    public String toString() {
      return name + " " + bytes;
    }
  }

  /** Adds up what a plan takes over a state of a backend. */
  static MemoryDemand of(Plan plan, State state, Backend backend) {
    UnaryOperator<DType> storage = backend::storage;
    List<Item> items = new ArrayList<>();
    long bytes = 0;
    for (Variable variable : plan.variables()) {
      if (!state.holds(variable)) {
        DType dtype = storage.apply(variable.type().dtype());
        long size = variable.type().shape().elementCount() * dtype.bytes();
        items.add(new Item("variable " + variable, size));
        bytes += size;
      }
    }
    for (var region : plan.regionSizes().entrySet()) {
      bytes += region.getValue() * storage.apply(region.getKey().dtype()).bytes();
    }
    for (Plan.Lifetime buffer : plan.lifetimes()) {
      long size = buffer.elements() * storage.apply(buffer.region().dtype()).bytes();
      items.add(new Item("result of " + buffer.maker(), size));
    }
    plan.inputs()
        .forEach(
            (name, at) -> {
              DType dtype = storage.apply(at.type().dtype());
              items.add(new Item("input '" + name + "'", at.elementCount() * dtype.bytes()));
            });
    for (Step step : plan.steps()) {
      long size = backend.kernels().scratchBytes(step.op(), step.inputTypes(), step.outputTypes());
      if (size > 0) {
        items.add(new Item("scratch of " + step.describe(), size));
        bytes += size;
      }
    }
    items.sort(Comparator.comparingLong(Item::bytes).reversed());
    return new MemoryDemand(bytes, List.copyOf(items.subList(0, Math.min(NAMED, items.size()))));
  }

  /**
   * Refuses what a backend has not left.
   *
   * @throws NotEnoughMemoryException with both numbers and the largest buffers
   */
  void requireWithin(Backend backend) {
    OptionalLong free = backend.freeBytes();
    if (free.isPresent() && bytes > free.getAsLong()) {
      throw new NotEnoughMemoryException(
          backend.name()
              + ": this computation takes "
              + bytes
              + " bytes, and "
              + free.getAsLong()
              + " are free; the largest buffers, in bytes: "
              + largest.stream().map(Item::toString).collect(Collectors.joining(", "))
              + ". Use a smaller batch or model, or end what else uses the device's memory");
    }
  }
}
