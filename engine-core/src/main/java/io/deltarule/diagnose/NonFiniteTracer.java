package io.deltarule.diagnose;

import io.deltarule.backend.Executable;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.backend.StepObserver;
import io.deltarule.plan.Step;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.Optional;

/**
 * Finds the first operation of a step that makes a number which is not finite from ones that are.
 */
public final class NonFiniteTracer implements StepObserver {
  /**
   * Where a number stopped being finite.
   *
   * @param step the index of the operation in the plan
   * @param operation operation and layer, such as {@code matmul in 'fc1'}
   * @param output which of its outputs, and the shape
   * @param element the row-major index of the first such element
   * @param value what was found there, NaN or an infinity
   * @param inputsFinite false if an input of the operation was not finite already: data, parameters
   */
  public record Finding(
      int step, String operation, String output, int element, double value, boolean inputsFinite) {
    @Override
    public String toString() {
      return operation
          + " (operation "
          + step
          + " of the plan) gave "
          + value
          + " at element "
          + element
          + " of output "
          + output
          + (inputsFinite ? "" : "; an input or parameter of it was not finite already");
    }
  }

  private Finding finding;
  private boolean inputsFinite;

  private NonFiniteTracer() {}

  /**
   * Runs a step once, one operation at a time, on the inputs that it holds.
   *
   * @return the first finding, or empty if every operation gave finite numbers only
   */
  public static Optional<Finding> trace(Executable executable) {
    NonFiniteTracer tracer = new NonFiniteTracer();
    executable.run(tracer);
    return Optional.ofNullable(tracer.finding);
  }

  @Override
  public void before(int index, Step step, Operands operands) {
    if (finding == null) {
      inputsFinite = operands.inputs().stream().allMatch(input -> firstNonFinite(input) < 0);
    }
  }

  @Override
  public void after(int index, Step step, Operands operands) {
    for (int i = 0; finding == null && i < operands.outputs().size(); i++) {
      Operand output = operands.output(i);
      int element = firstNonFinite(output);
      if (element >= 0) {
        String which = i + " " + output.type();
        double value = contents(output).get(element);
        finding = new Finding(index, step.describe(), which, element, value, inputsFinite);
      }
    }
  }

  /** The index of the first element that is not finite, or -1. */
  private static int firstNonFinite(Operand operand) {
    if (operand.type().dtype() == DType.INT32) {
      return -1;
    }
    Tensor contents = contents(operand);
    for (int i = 0; i < contents.size(); i++) {
      if (!Double.isFinite(contents.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static Tensor contents(Operand operand) {
    Tensor contents = Tensor.zeros(operand.type().shape(), operand.memory().dtype());
    operand.memory().read(operand.offset(), contents);
    return contents;
  }
}
