package io.deltarule.cpu.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An index that names no place ends the run, wherever it stands, and harms no later run. */
class BadIndexTest {
  private static final int PLACES = 3_000;
  private static final int COUNT = 9_000;
  private static final int WIDTH = 16;

  private static Map<String, Value> computations(Graph graph) {
    Value indices = graph.placeholder("indices", TensorType.int32(COUNT));
    Value table = graph.placeholder("table", TensorType.float32(PLACES, WIDTH));
    Value updates = graph.placeholder("updates", TensorType.float32(COUNT, WIDTH));
    Value bags = indices.reshape(COUNT / 9, 9);
    Map<String, Value> computations = new LinkedHashMap<>();
    computations.put("gather", table.gather(indices));
    computations.put("gather_sum", table.gatherSum(bags));
    computations.put("scatter_add", updates.scatterAdd(indices, PLACES));
    computations.put(
        "scatter_add_bags", updates.slice(0, 0, COUNT / 9).scatterAddBags(bags, PLACES));
    return computations;
  }

  @Test
  void itsOperationValueAndPositionAreNamed() {
    for (String name : computations(new Graph()).keySet()) {
      for (int threads = 1; threads <= 3; threads++) {
        Value result = computations(new Graph()).get(name);
        try (Engine engine = Engine.open("cpu", BackendOptions.standard().withThreads(threads));
            Executable executable =
                engine.compile(Computation.of(Map.of("y", result)), engine.newState())) {
          for (int at : new int[] {0, 4_999, COUNT - 1}) {
            for (int wrong : new int[] {PLACES, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
              requireRefused(executable, name, at, wrong);
            }
          }
          executable.input("indices").write(new int[COUNT], 0);
          executable.run();
          assertThat(executable.output("y").read().get(0)).isNotNaN();
        }
      }
    }
  }

  private static void requireRefused(Executable executable, String name, int at, int wrong) {
    int[] indices = new int[COUNT];
    Arrays.setAll(indices, i -> i % PLACES);
    indices[at] = wrong;
    executable.input("indices").write(indices, 0);
    assertThatThrownBy(executable::run)
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage(
            name
                + ": index "
                + wrong
                + " at position "
                + at
                + " is out of range for size "
                + PLACES
                + "; indices go from 0 to "
                + (PLACES - 1));
  }
}
