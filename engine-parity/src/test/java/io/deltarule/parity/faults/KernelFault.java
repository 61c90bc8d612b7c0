package io.deltarule.parity.faults;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operands;
import io.deltarule.graph.TensorType;
import io.deltarule.op.Op;
import io.deltarule.plan.Location;
import io.deltarule.plan.Step;
import java.util.List;

/**
 * A way for kernels to be wrong.
 *
 * @param name what is wrong
 * @param applies which operations it can be in
 * @param planter makes the wrong kernel of one of them
 */
record KernelFault(String name, Applies applies, Planter planter) {
  /** Says which operations a fault can be in. */
  @FunctionalInterface
  interface Applies {
    boolean to(Op op, List<TensorType> inputs, List<TensorType> outputs);
  }

  /** Makes a wrong kernel. */
  @FunctionalInterface
  interface Planter {
    Kernel plant(Site site);
  }

  /**
   * Where a fault is planted.
   *
   * @param op the operation
   * @param operands its operands
   * @param kernels makes right kernels
   * @param threads the number of threads that the backend was opened with
   * @param effect told when the fault changes a result
   */
  record Site(Op op, Operands operands, KernelFactory kernels, int threads, Runnable effect) {
    /** The right kernel. */
    Kernel right() {
      return kernels.create(op, operands);
    }

    /** The right kernel of another operation, which is wrong here. */
    Kernel rightOf(Op other) {
      return kernels.create(other, operands);
    }
  }

  /** True if the fault can be in a step of a plan. */
  boolean appliesTo(Step step) {
    return applies.to(
        step.op(),
        step.inputs().stream().map(Location::type).toList(),
        step.outputs().stream().map(Location::type).toList());
  }

  boolean appliesTo(Op op, Operands operands) {
    return applies.to(
        op,
        operands.inputs().stream().map(operand -> operand.type()).toList(),
        operands.outputs().stream().map(operand -> operand.type()).toList());
  }
}
