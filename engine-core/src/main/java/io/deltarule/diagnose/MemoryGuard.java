package io.deltarule.diagnose;

import io.deltarule.backend.Memory;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.backend.StepObserver;
import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Region;
import io.deltarule.plan.Step;
import java.util.HashSet;
import java.util.Set;

/**
 * Catches kernels that write where they must not, or not where they must. Load a plan that was made
 * with {@link io.deltarule.plan.PlanOptions#withGuard guard elements} and run it with this
 * observer.
 *
 * <p>An arena is poisoned before its first use and every output again before its operation, so that
 * whatever reads memory that nothing wrote computes with NaN. After each operation its outputs must
 * hold no poison any more, and the guard elements around their buffers must be as they were.
 */
public final class MemoryGuard implements StepObserver {
  private final Plan plan;
  private final Set<Region> poisoned = new HashSet<>();

  /**
   * An observer for one run.
   *
   * @throws IllegalArgumentException if the plan has no guard elements
   */
  public MemoryGuard(Plan plan) {
    if (plan.guard() == 0) {
      throw new IllegalArgumentException(
          "memory guard: the plan has no guard elements; plan it with PlanOptions.withGuard(n)");
    }
    this.plan = plan;
  }

  @Override
  public void before(int index, Step step, Operands operands) {
    for (int i = 0; i < step.outputs().size(); i++) {
      Location location = step.outputs().get(i);
      Memory memory = operands.output(i).memory();
      if (location.region() instanceof Region.Arena && poisoned.add(location.region())) {
        Poison.fill(memory, 0, memory.size());
      }
      if (isReplaced(step, location)) {
        Poison.fill(memory, location.offset(), location.elementCount());
      }
      Plan.Lifetime buffer = buffer(index, location);
      if (buffer != null) {
        Poison.fill(memory, buffer.offset() - plan.guard(), plan.guard());
        Poison.fill(memory, buffer.offset() + buffer.elements(), plan.guard());
      }
    }
  }

  @Override
  public void after(int index, Step step, Operands operands) {
    for (int i = 0; i < step.outputs().size(); i++) {
      Location location = step.outputs().get(i);
      Operand operand = operands.output(i);
      Memory memory = operand.memory();
      String who =
          step.describe()
              + ", operation "
              + index
              + " of the plan, output "
              + i
              + " "
              + operand.type();
      if (isReplaced(step, location)) {
        long unwritten = Poison.first(memory, location.offset(), location.elementCount());
        require(unwritten < 0, who + ": element " + unwritten + " was left unwritten");
      }
      Plan.Lifetime buffer = buffer(index, location);
      if (buffer != null) {
        long before = Poison.firstOther(memory, buffer.offset() - plan.guard(), plan.guard());
        require(before < 0, who + ": wrote " + (plan.guard() - before) + " before its buffer");
        long after = Poison.firstOther(memory, buffer.offset() + buffer.elements(), plan.guard());
        require(after < 0, who + ": wrote " + after + " past its buffer");
      }
    }
  }

  private static void require(boolean holds, String failure) {
    if (!holds) {
      throw new IllegalStateException(failure + "; the kernel is wrong");
    }
  }

  /** True if the operation computes the output afresh rather than in the place of an input. */
  private static boolean isReplaced(Step step, Location output) {
    return step.inputs().stream().noneMatch(output::overlaps);
  }

  /** The arena buffer that an output lies in, or null if it lies in a variable. */
  private Plan.Lifetime buffer(int index, Location output) {
    for (Plan.Lifetime buffer : plan.lifetimes()) {
      if (buffer.region().equals(output.region())
          && buffer.offset() <= output.offset()
          && output.end() <= buffer.offset() + buffer.elements()
          && buffer.first() <= index
          && index <= buffer.last()) {
        return buffer;
      }
    }
    return null;
  }
}
