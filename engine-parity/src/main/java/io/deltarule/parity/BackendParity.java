package io.deltarule.parity;

import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suite that a backend runs by extending this class with one that opens it:
 *
 * <pre>{@code
 * class CpuParityTest extends BackendParity {
 *   @Override
 *   public Backend open(int threads) {
 *     return new CpuBackend(BackendOptions.standard().withThreads(threads));
 *   }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendParity implements BackendUnderTest {
  private final CaseChecks checks = new CaseChecks(this);

  /** For subclasses. */
  protected BackendParity() {}

  static List<OpCase> cases() {
    return OpCatalogue.all();
  }

  static List<OpCase> differentiableCases() {
    return OpCatalogue.differentiable();
  }

  static List<OpCase> smoothCases() {
    return OpCatalogue.differentiable().stream().filter(OpCase::isSmooth).toList();
  }

  @AfterAll
  void closeEngine() {
    checks.close();
  }

  /**
   * Compiled and uncompiled, with and without shared memory, within the bounds and without strays.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void forwardAgreesWithTheReference(OpCase opCase) {
    checks.forward(opCase);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differentiableCases")
  void gradientAgreesWithTheReference(OpCase opCase) {
    checks.gradient(opCase);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smoothCases")
  void secondDerivativeAgreesWithTheReference(OpCase opCase) {
    checks.secondDerivative(opCase);
  }

  /** The same bits when it runs again, and for every number of threads. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void resultsAreDeterministic(OpCase opCase) {
    checks.determinism(opCase);
  }
}
