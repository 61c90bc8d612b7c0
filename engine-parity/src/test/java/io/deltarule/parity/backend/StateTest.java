package io.deltarule.parity.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.backend.State;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Variable;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Values that pass through the host piece by piece: more elements than two pieces have. */
class StateTest {
  private static final int SIZE = 2 * (1 << 16) + 3;

  private static Variable variable(String name, int size) {
    return new Variable(name, TensorType.float32(size), Variable.Role.SLOT);
  }

  @Test
  void everyElementIsFilled() {
    Variable slot = variable("slot", SIZE);
    try (Engine engine = Engine.open("reference");
        State state = engine.newState()) {
      state.fill(slot, 0.25);
      assertThat(Arrays.stream(state.read(slot).toDoubles())).hasSize(SIZE).containsOnly(0.25);
    }
  }

  @Test
  void everyElementIsCopiedToItsPlace() {
    Variable source = variable("source", SIZE);
    Variable target = variable("target", SIZE);
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = i;
    }
    try (Engine engine = Engine.open("reference");
        State state = engine.newState()) {
      state.write(source, Tensor.of(source.type().shape(), values));
      state.copy(source, target);
      assertThat(state.read(target).toDoubles()).isEqualTo(state.read(source).toDoubles());
      assertThat(state.read(target).get(SIZE - 1)).isEqualTo(SIZE - 1);
    }
  }

  @Test
  void anotherShapeIsRefused() {
    Variable source = variable("source", 3);
    try (Engine engine = Engine.open("reference");
        State state = engine.newState()) {
      state.fill(source, 1);
      assertThatThrownBy(() -> state.copy(source, variable("target", 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("source", "target", "[3]", "[4]");
    }
  }
}
