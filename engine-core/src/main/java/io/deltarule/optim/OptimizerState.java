package io.deltarule.optim;

import io.deltarule.graph.TensorType;
import io.deltarule.graph.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots of one optimizer over one flat region [P], each a flat variable [P], or a shared
 * scalar, of role {@link Variable.Role#SLOT}. Slots are made when a transformation first asks for
 * them; all graphs built over the same state share them.
 */
public final class OptimizerState {
  /**
   * A slot and how it starts.
   *
   * @param variable the flat variable
   * @param initial the value of every element before the first step
   * @param copiesParameters true if it starts as a copy of the parameters instead
   */
  public record Slot(Variable variable, double initial, boolean copiesParameters) {}

  private final int size;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /** The state of an optimizer over a region of {@code size} elements. */
  public OptimizerState(int size) {
    this.size = size;
  }

  /** The slots in the order in which they were made. */
  public List<Slot> slots() {
    return new ArrayList<>(slots.values());
  }

  /**
   * The variable of a slot.
   *
   * @throws IllegalArgumentException if there is none of that name, listing those there are
   */
  public Variable variable(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "the optimizer has no slot '" + name + "'; it has " + slots.keySet());
    }
    return slot.variable();
  }

  Variable slot(String name, double initial) {
    return slots.computeIfAbsent(name, n -> new Slot(newVariable(n), initial, false)).variable();
  }

  Variable scalar(String name, double initial) {
    return slots
        .computeIfAbsent(
            name,
            n ->
                new Slot(
                    new Variable("optimizer." + n, TensorType.float32(), Variable.Role.SLOT),
                    initial,
                    false))
        .variable();
  }

  Variable slotFromParameters(String name) {
    return slots.computeIfAbsent(name, n -> new Slot(newVariable(n), 0, true)).variable();
  }

  private Variable newVariable(String name) {
    return new Variable("optimizer." + name, TensorType.float32(size), Variable.Role.SLOT);
  }
}
