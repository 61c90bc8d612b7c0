package io.deltarule.train;

import io.deltarule.backend.State;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Variable;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;

/**
 * What changes from step to step, in device memory, so that a captured step replays rightly: the
 * seed (INT32[2], low and high word), the number of updates done (INT32[]), the number of batches
 * drawn for (INT32[]; with accumulation several batches make one update), the learning rate
 * (FLOAT32[]).
 */
final class ControlBlock {
  private final Variable seed = control("control.seed", TensorType.int32(2));
  private final Variable step = control("control.step", TensorType.int32());
  private final Variable draw = control("control.draw", TensorType.int32());
  private final Variable learningRate = control("control.learningRate", TensorType.float32());
  private final State state;
  private final float[] rate = new float[1];
  private final int[] count = new int[1];

  ControlBlock(State state, long seedValue) {
    this.state = state;
    state.add(List.of(seed, step, draw, learningRate));
    int[] words = {(int) seedValue, (int) (seedValue >>> 32)};
    state.write(seed, Tensor.of(Shape.of(2), words));
  }

  private static Variable control(String name, TensorType type) {
    return new Variable(name, type, Variable.Role.CONTROL);
  }

  Variable seed() {
    return seed;
  }

  Variable step() {
    return step;
  }

  /** The random counter: what random numbers of a batch depend on besides the seed. */
  Variable draw() {
    return draw;
  }

  Variable learningRate() {
    return learningRate;
  }

  void writeLearningRate(double value) {
    rate[0] = (float) value;
    state.memory(learningRate).write(0, rate, 0, 1);
  }

  /** The number of optimizer steps done. */
  int stepsDone() {
    state.memory(step).read(0, count, 0, 1);
    return count[0];
  }
}
