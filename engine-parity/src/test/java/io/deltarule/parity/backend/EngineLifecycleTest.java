package io.deltarule.parity.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.backend.State;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineLifecycleTest {
  private final Variable total = new Variable("total", TensorType.float32(2), Variable.Role.BUFFER);

  /** Adds the input to a variable and gives the sum. */
  private Computation accumulate() {
    Graph graph = new Graph();
    Value sum = graph.read(total).add(graph.placeholder("x", TensorType.float32(2)));
    return new Computation(graph, Map.of("sum", sum), List.of(Assignment.of(total, sum)));
  }

  private static Map<String, Tensor> x(float a, float b) {
    return Map.of("x", Tensor.of(Shape.of(2), a, b));
  }

  private static double[] sum(Executable step, float a, float b) {
    return step.run(x(a, b)).get("sum").toDoubles();
  }

  @Test
  void referenceIsFoundByName() {
    try (Engine engine = Engine.open("reference")) {
      assertThat(engine.backend()).isInstanceOf(ReferenceBackend.class);
      assertThat(engine.reason()).isEqualTo("asked for by name");
    }
  }

  @Test
  void unknownBackendIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> Engine.open("abacus"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("abacus", "reference");
  }

  @Test
  void enginesKeepTheirStatesApart() {
    Computation accumulate = accumulate();
    Engine one = Engine.open("reference");
    try (Engine two = Engine.open("reference")) {
      Executable first = one.compile(accumulate, one.newState());
      Executable second = two.compile(accumulate, two.newState());
      sum(first, 1, 2);
      assertThat(sum(second, 10, 20)).containsExactly(10, 20);
      assertThat(sum(first, 1, 2)).containsExactly(2, 4);
      one.close();
      assertThat(sum(second, 10, 20)).containsExactly(20, 40);
    }
  }

  @Test
  void executablesShareAState() {
    try (Engine engine = Engine.open("reference")) {
      State state = engine.newState();
      Executable first = engine.compile(accumulate(), state);
      sum(first, 1, 1);
      first.close();
      Executable second = engine.compile(accumulate(), state);
      assertThat(sum(second, 1, 1)).containsExactly(2, 2);
    }
  }

  @Test
  void closingAnEngineFreesAllItsMemory() {
    ReferenceBackend backend = new ReferenceBackend();
    Engine engine = Engine.of(backend);
    engine.compile(accumulate(), engine.newState());
    engine.compile(accumulate(), engine.newState()).close();
    assertThat(backend.openMemories()).isPositive();
    engine.close();
    assertThat(backend.openMemories()).isZero();
    engine.close();
  }

  @Test
  void engineCountsWhatIsOpen() {
    try (Engine engine = Engine.open("reference")) {
      assertThat(engine.openResources()).isZero();
      State state = engine.newState();
      Executable step = engine.compile(accumulate(), state);
      assertThat(engine.openResources()).isEqualTo(2);
      step.close();
      assertThat(engine.openResources()).isEqualTo(1);
      state.close();
      assertThat(engine.openResources()).isZero();
    }
  }

  @Test
  void useOfAClosedExecutableIsRefused() {
    try (Engine engine = Engine.open("reference")) {
      Executable step = engine.compile(accumulate(), engine.newState());
      step.close();
      step.close();
      assertThatThrownBy(step::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("executable is closed");
      assertThatThrownBy(() -> step.run(x(1, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void useOfAClosedStateIsRefused() {
    try (Engine engine = Engine.open("reference")) {
      State state = engine.newState();
      Executable step = engine.compile(accumulate(), state);
      state.close();
      state.close();
      assertThatThrownBy(step::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("state is closed");
      assertThatThrownBy(() -> state.read(total))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("state is closed");
      assertThatThrownBy(() -> engine.compile(accumulate(), state))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("state is closed");
    }
  }

  @Test
  void useOfAClosedEngineIsRefused() {
    Engine engine = Engine.open("reference");
    State state = engine.newState();
    engine.close();
    assertThatThrownBy(engine::newState)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("engine is closed");
    assertThatThrownBy(() -> engine.compile(accumulate(), state))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("engine is closed");
  }

  @Test
  void stateOfAnotherEngineIsRefused() {
    try (Engine one = Engine.open("reference");
        Engine two = Engine.open("reference")) {
      assertThatThrownBy(() -> one.compile(accumulate(), two.newState()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another engine");
    }
  }

  @Test
  void loadingThatFailsLeavesNoMemoryBehind() {
    ReferenceBackend backend = new ReferenceBackend();
    Backend failing =
        new Wrapped(backend) {
          @Override
          public Kernel sequence(List<Kernel> kernels) {
            throw new IllegalStateException("out of launches");
          }
        };
    try (Engine engine = Engine.of(failing)) {
      State state = engine.newState();
      state.add(List.of(total));
      int before = backend.openMemories();
      assertThatThrownBy(() -> engine.compile(accumulate(), state))
          .hasMessageContaining("out of launches");
      assertThat(backend.openMemories()).isEqualTo(before);
    }
  }

  @Test
  void loadingThatFillsTheHeapSaysSoAndLeavesNoMemoryBehind() {
    ReferenceBackend backend = new ReferenceBackend();
    Backend full =
        new Wrapped(backend) {
          @Override
          public Kernel sequence(List<Kernel> kernels) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    try (Engine engine = Engine.of(full)) {
      State state = engine.newState();
      state.add(List.of(total));
      int before = backend.openMemories();
      assertThatThrownBy(() -> engine.compile(accumulate(), state))
          .isInstanceOf(NotEnoughMemoryException.class)
          .hasMessageContainingAll("Java heap space", "smaller batch", "-Xmx");
      assertThat(backend.openMemories()).isEqualTo(before);
    }
  }

  @Test
  void closingAnExecutableClosesItsSequence() {
    boolean[] closed = new boolean[1];
    Backend recording =
        new Wrapped(new ReferenceBackend()) {
          @Override
          public Kernel sequence(List<Kernel> kernels) {
            Kernel sequence = super.sequence(kernels);
            return new Kernel() {
              @Override
              public void run() {
                sequence.run();
              }

              @Override
              public void close() {
                closed[0] = true;
              }
            };
          }
        };
    try (Engine engine = Engine.of(recording)) {
      engine.compile(accumulate(), engine.newState());
    }
    assertThat(closed[0]).isTrue();
  }

  @Test
  void wrongInputsAreNamed() {
    try (Engine engine = Engine.open("reference")) {
      Executable step = engine.compile(accumulate(), engine.newState());
      assertThatThrownBy(() -> step.run(Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("input 'x' is missing");
      assertThatThrownBy(() -> step.input("y"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'y'", "[x]");
      assertThatThrownBy(() -> step.input("x").write(Tensor.of(Shape.of(3), 1f, 2, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'x'", "[2]", "[3]");
      assertThatThrownBy(() -> step.input("x").write(Tensor.of(Shape.of(2), 1, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'x'", "INT32");
    }
  }

  @Test
  void variableIsWrittenAndReadInTheTypesAskedFor() {
    try (Engine engine = Engine.open("reference")) {
      State state = engine.newState();
      state.write(total, Tensor.of(Shape.of(2), 0.1, 0.2));
      assertThat(state.read(total)).isEqualTo(Tensor.of(Shape.of(2), 0.1, 0.2));
      assertThat(state.read(total, DType.FLOAT32)).isEqualTo(Tensor.of(Shape.of(2), 0.1f, 0.2f));
      assertThatThrownBy(() -> state.write(total, Tensor.of(Shape.of(1), 1f)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("total");
    }
  }

  /** A backend that passes everything on. */
  private abstract static class Wrapped implements Backend {
    private final Backend inner;

    Wrapped(Backend inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public String description() {
      return inner.description();
    }

    @Override
    public DType storage(DType dtype) {
      return inner.storage(dtype);
    }

    @Override
    public Memory allocate(DType dtype, long elements) {
      return inner.allocate(dtype, elements);
    }

    @Override
    public KernelFactory kernels() {
      return inner.kernels();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
