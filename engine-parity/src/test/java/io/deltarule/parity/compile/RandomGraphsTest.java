package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomGraphsTest {
  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyPassKeepsTheNumbers(long seed) {
    Computation computation = RandomGraphs.computation(seed, 40);
    Map<String, Tensor> inputs = RandomGraphs.inputs(seed);
    Map<String, Tensor> expected = Runs.run(computation, inputs);
    expected.values().forEach(RandomGraphsTest::assertBounded);
    for (Compiler.Pass pass : Compiler.passes()) {
      computation = pass.apply(computation);
      Runs.assertSame("after " + pass.name(), Runs.run(computation, inputs), expected);
    }
  }

  private static void assertBounded(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      assertThat(tensor.get(i)).isBetween(-1.0, 1.0);
    }
  }
}
