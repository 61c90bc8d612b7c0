package io.deltarule.parity.compile;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the catalogue, its gradient and that one's gradient, after each of the passes. */
@Tag("any-jdk")
class PassesKeepMeaningTest {
  private static final long SEED = 1969;

  static List<OpCase> cases() {
    return OpCatalogue.all();
  }

  static List<OpCase> differentiable() {
    return OpCatalogue.differentiable();
  }

  static List<OpCase> smooth() {
    return OpCatalogue.differentiable().stream().filter(OpCase::isSmooth).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void valuesStayTheSame(OpCase opCase) {
    check(opCase);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differentiable")
  void gradientsStayTheSame(OpCase opCase) {
    check(opCase.gradient());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smooth")
  void secondDerivativesStayTheSame(OpCase opCase) {
    check(opCase.gradient().gradient());
  }

  private static void check(OpCase opCase) {
    Computation computation = opCase.computation();
    Map<String, Tensor> values = opCase.values(SEED);
    Map<String, Tensor> expected = Runs.run(computation, values);
    for (Compiler.Pass pass : Compiler.passes()) {
      computation = pass.apply(computation);
      Runs.assertSame("after " + pass.name(), Runs.run(computation, values), expected);
    }
  }
}
