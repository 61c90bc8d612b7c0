package io.deltarule.parity.faults;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operands;
import io.deltarule.graph.TensorType;
import io.deltarule.op.Op;
import io.deltarule.plan.Location;
import io.deltarule.plan.Step;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A way for kernels to be wrong.
 *
 * @param name what is wrong
 * @param applies which operations it can be in
 * @param planter makes the wrong kernel of one of them
 * @param needed a result without which a case cannot show the fault
 * @param strict whether it must be caught wherever it had an effect, even if the results are right
 */
record KernelFault(
    String name, Applies applies, Planter planter, DoublePredicate needed, boolean strict) {
  KernelFault(String name, Applies applies, Planter planter) {
    this(name, applies, planter, result -> true, false);
  }

  /** The same fault, which only cases with such a result among theirs can show. */
  KernelFault where(DoublePredicate result) {
    return new KernelFault(name, applies, planter, result, strict);
  }

  /** A fault that must be caught even where the results are right. */
  static KernelFault strict(String name, Applies applies, Planter planter) {
    return new KernelFault(name, applies, planter, result -> true, true);
  }

  /** The same fault in the kernels of one operation only, so that two do not cancel. */
  KernelFault in(Class<? extends Op> operation) {
    Applies only = (op, in, out) -> operation.isInstance(op) && applies.to(op, in, out);
    return new KernelFault(name, only, planter, needed, strict);
  }

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
   * @param effect told when the fault does what it must not do, right results or not
   */
  record Site(Op op, Operands operands, KernelFactory kernels, int threads, Runnable effect) {
    /** The right kernel. */
    Kernel right() {
      return kernels.create(op, operands);
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
