package io.deltarule.backend;

import io.deltarule.plan.Step;

/** Watches a step that runs one operation at a time: checks, profiles, lockstep comparison. */
public interface StepObserver {
  /** Before operation number {@code index} of the plan runs. */
  default void before(int index, Step step, Operands operands) {}

  /** After operation number {@code index} of the plan has run. */
  default void after(int index, Step step, Operands operands) {}
}
