package io.deltarule.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.Reduce;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.DType;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryDemandTest {
  private static final Variable W =
      new Variable("w", TensorType.float32(20, 30), Variable.Role.PARAMETER);

  /** y = sum(exp(x w)), w becomes 2 w. */
  private static Plan plan() {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32(40, 20));
    Value weights = graph.read(W);
    Value product = graph.scoped("fc", () -> x.matmul(weights));
    return Planner.plan(
        new Computation(
            graph, Map.of("y", product.exp().sum()), List.of(Assignment.of(W, weights.mul(2)))),
        PlanOptions.standard());
  }

  /** A device that knows how much it has left, and fails the test if it is asked for any. */
  private record Device(long free, DType floats, long scratch) implements Backend {
    Device(long free) {
      this(free, DType.FLOAT32, 0);
    }

    @Override
    public String name() {
      return "device";
    }

    @Override
    public String description() {
      return "a device";
    }

    @Override
    public DType storage(DType dtype) {
      return dtype.isFloating() ? floats : dtype;
    }

    @Override
    public OptionalLong freeBytes() {
      return OptionalLong.of(free);
    }

    @Override
    public Memory allocate(DType dtype, long elements) {
      throw new AssertionError("allocates " + elements);
    }

    /** Its kernel of a reduction takes scratch memory. */
    @Override
    public KernelFactory kernels() {
      return (KernelFactory)
          Proxy.newProxyInstance(
              KernelFactory.class.getClassLoader(),
              new Class<?>[] {KernelFactory.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName())
                    .as("what is asked of the kernels")
                    .isEqualTo("scratchBytes");
                return arguments[0] instanceof Reduce ? scratch : 0L;
              });
    }

    @Override
    public void close() {}
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsAllocatedNamingTheLargest() {
    Plan plan = plan();
    long bytes = plan.arenaBytes() + plan.inputAndConstantBytes() + plan.variableBytes();
    try (Engine engine = Engine.of(new Device(bytes - 1));
        State state = engine.newState()) {
      assertThatThrownBy(() -> engine.load(plan, state))
          .isInstanceOf(NotEnoughMemoryException.class)
          .hasMessageContaining("device: this computation takes " + bytes + " bytes")
          .hasMessageContaining((bytes - 1) + " are free")
          .hasMessageContaining("result of matmul in 'fc' 4800, ")
          .hasMessageContaining("input 'x' 3200")
          .hasMessageContaining("variable w FLOAT32[20, 30] 2400")
          .hasMessageContaining("smaller batch");
    }
  }

  @Test
  void whatFitsIsLoaded() {
    Plan plan = plan();
    long bytes = plan.arenaBytes() + plan.inputAndConstantBytes() + plan.variableBytes();
    try (Engine engine = Engine.of(new Device(bytes));
        State state = engine.newState()) {
      assertThatThrownBy(() -> engine.load(plan, state))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("allocates");
    }
  }

  @Test
  void scratchOfKernelsCountsAndIsNamed() {
    Plan plan = plan();
    long buffers = plan.arenaBytes() + plan.inputAndConstantBytes() + plan.variableBytes();
    try (Engine engine = Engine.of(new Device(buffers + 999, DType.FLOAT32, 1000));
        State state = engine.newState()) {
      assertThatThrownBy(() -> engine.load(plan, state))
          .isInstanceOf(NotEnoughMemoryException.class)
          .hasMessageContaining("this computation takes " + (buffers + 1000) + " bytes")
          .hasMessageContaining("scratch of reduce_sum 1000");
    }
  }

  @Test
  void bytesAreThoseThatTheBackendStores() {
    Backend narrow = new Device(0);
    Backend wide = new Device(0, DType.FLOAT64, 0);
    assertThat(bytes(wide)).isEqualTo(2 * bytes(narrow));
  }

  private static long bytes(Backend backend) {
    try (Engine engine = Engine.of(backend);
        State state = engine.newState()) {
      return MemoryDemand.of(plan(), state, backend).bytes();
    }
  }
}
