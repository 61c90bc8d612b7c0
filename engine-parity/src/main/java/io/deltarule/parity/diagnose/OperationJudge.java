package io.deltarule.parity.diagnose;

import io.deltarule.backend.Memory;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.graph.TensorType;
import io.deltarule.parity.Bounds;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.parity.reference.Rounding;
import io.deltarule.plan.Location;
import io.deltarule.plan.Step;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one operation gives for some inputs in float64, and how far float32 rounding may carry each
 * element from it: {@link Bounds} for a single operation of a plan.
 */
final class OperationJudge {
  private static final int RUNS = 12;

  /** Below the smallest normal number a backend may flush to 0. */
  private static final double SMALLEST_NORMAL = 0x1p-126;

  /**
   * The exact results.
   *
   * @param exact each output: FLOAT64 or INT32
   * @param deviations for each output the largest deviation of each element in {@value #RUNS} runs
   *     in which every inexact result was off by one float32 rounding; 0 where nothing is rounded
   */
  record Judgement(List<Tensor> exact, List<double[]> deviations) {
    /**
     * The difference that two results of an element may have.
     *
     * @param left the type that one is stored in
     * @param right the type that the other is stored in
     */
    double allowed(int output, int element, DType left, DType right) {
      double deviation = deviations.get(output)[element];
      double roundings = (left.epsilon() + right.epsilon()) / DType.FLOAT32.epsilon();
      return deviation > 0 ? Bounds.SLACK * deviation * roundings + SMALLEST_NORMAL : 0;
    }
  }

  private final Step step;
  private final List<Operand> inputs = new ArrayList<>();
  private final Judgement judgement;

  private OperationJudge(Step step, ReferenceBackend backend, List<Tensor> values) {
    this.step = step;
    for (int i = 0; i < values.size(); i++) {
      Operand input = allocate(backend, step.inputs().get(i).type());
      input.memory().write(0, values.get(i));
      inputs.add(input);
    }
    List<Tensor> exact = run(Rounding.none());
    List<double[]> deviations = exact.stream().map(t -> new double[t.size()]).toList();
    // The maximum does not depend on the order in which runs finish.
    IntStream.range(0, RUNS)
        .parallel()
        .forEach(
            run -> {
              List<Tensor> strayed = run(Rounding.random(DType.FLOAT32.epsilon(), run));
              synchronized (deviations) {
                for (int i = 0; i < exact.size(); i++) {
                  widen(deviations.get(i), exact.get(i), strayed.get(i));
                }
              }
            });
    judgement = new Judgement(exact, deviations);
  }

  /** Runs an operation on these inputs. */
  static Judgement of(Step step, List<Tensor> inputs) {
    try (ReferenceBackend backend = new ReferenceBackend()) {
      OperationJudge judge = new OperationJudge(step, backend, inputs);
      judge.inputs.forEach(input -> input.memory().close());
      return judge.judgement;
    }
  }

  private static Operand allocate(ReferenceBackend backend, TensorType type) {
    Memory memory = backend.allocate(type.dtype(), type.shape().elementCount());
    return new Operand(memory, 0, type);
  }

  private List<Tensor> run(Rounding rounding) {
    try (ReferenceBackend backend = new ReferenceBackend(rounding)) {
      List<Operand> outputs =
          step.outputs().stream().map(Location::type).map(type -> allocate(backend, type)).toList();
      backend.kernels().create(step.op(), new Operands(step.describe(), inputs, outputs)).run();
      List<Tensor> results = outputs.stream().map(OperandContents::read).toList();
      outputs.forEach(output -> output.memory().close());
      return results;
    }
  }

  private static void widen(double[] deviations, Tensor exact, Tensor strayed) {
    for (int i = 0; i < deviations.length; i++) {
      double deviation = Math.abs(strayed.get(i) - exact.get(i));
      // Not Math.max: a deviation of NaN allows nothing.
      if (deviation > deviations[i]) {
        deviations[i] = deviation;
      }
    }
  }
}
