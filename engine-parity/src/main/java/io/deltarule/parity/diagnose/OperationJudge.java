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
 *
 * <p>The deviation of an element is the largest of several runs in which every inexact result is
 * off by one float32 rounding, up or down by chance. Where few roundings make up a result they may
 * cancel in all runs: of n runs of two roundings, in one of 2^n elements. Whoever finds a
 * suspicious element among many therefore asks for {@link #moreRuns} before believing it.
 */
final class OperationJudge implements AutoCloseable {
  private static final int FIRST_RUNS = 6;
  private static final int MOST_RUNS = 96;

  /** Below the smallest normal number a backend may flush to 0. */
  private static final double SMALLEST_NORMAL = 0x1p-126;

  private final Step step;
  private final ReferenceBackend backend = new ReferenceBackend();
  private final List<Operand> inputs = new ArrayList<>();
  private final List<Tensor> exact;
  private final List<double[]> deviations;
  private int runs;

  /** Runs an operation of a plan on some inputs. */
  OperationJudge(Step step, List<Tensor> values) {
    this.step = step;
    for (int i = 0; i < values.size(); i++) {
      Operand input = allocate(backend, step.inputs().get(i).type());
      OperandContents.write(input, values.get(i));
      inputs.add(input);
    }
    exact = run(Rounding.none());
    deviations = exact.stream().map(t -> new double[t.size()]).toList();
    run(FIRST_RUNS);
  }

  private void run(int more) {
    // The maximum does not depend on the order in which runs finish.
    IntStream.range(runs, runs + more)
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
    runs += more;
  }

  /**
   * Doubles the number of runs.
   *
   * @return false, having done nothing, if there were enough of them already
   */
  boolean moreRuns() {
    if (runs >= MOST_RUNS) {
      return false;
    }
    run(runs);
    return true;
  }

  /** Each output: FLOAT64 or INT32. */
  List<Tensor> exact() {
    return exact;
  }

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

  private static Operand allocate(ReferenceBackend backend, TensorType type) {
    Memory memory = backend.allocate(type.dtype(), type.shape().elementCount());
    return new Operand(memory, 0, type);
  }

  private List<Tensor> run(Rounding rounding) {
    try (ReferenceBackend strayed = new ReferenceBackend(rounding)) {
      List<Operand> outputs =
          step.outputs().stream().map(Location::type).map(type -> allocate(strayed, type)).toList();
      strayed.kernels().create(step.op(), new Operands(step.describe(), inputs, outputs)).run();
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

  @Override
  public void close() {
    inputs.forEach(input -> input.memory().close());
    backend.close();
  }
}
