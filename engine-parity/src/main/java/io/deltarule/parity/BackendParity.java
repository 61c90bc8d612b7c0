package io.deltarule.parity;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.parity.golden.GoldenCheck;
import io.deltarule.parity.golden.GoldenScenario;
import io.deltarule.parity.golden.GoldenScenarios;
import io.deltarule.parity.graphs.RandomGraphCheck;
import io.deltarule.parity.leak.LeakDetector;
import io.deltarule.parity.report.Judge;
import io.deltarule.parity.report.Mode;
import io.deltarule.parity.report.ParityReport;
import io.deltarule.parity.report.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

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
 *
 * <p>At the end it prints a table of the worst error over its bound for each family, and writes one
 * for each operation to {@code target/parity}, or where {@value #REPORTS_PROPERTY} says, as text
 * and as HTML.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendParity implements BackendUnderTest {
  /** The system property, or JUnit configuration parameter, with the folder of the reports. */
  public static final String REPORTS_PROPERTY = "deltarule.parity.reports";

  /** The system property with the {@link SuitePart} that runs, such as {@code 3/8}; else all. */
  public static final String PART_PROPERTY = "deltarule.parity.part";

  // Extensions are called after the last test in the opposite order: the report has the leaks.
  @RegisterExtension
  @Order(1)
  final AfterAllCallback printing = this::print;

  @RegisterExtension
  @Order(2)
  final LeakDetector leaks = new LeakDetector();

  private final CaseChecks checks = new CaseChecks(this);
  private final GoldenCheck golden = new GoldenCheck(this);
  private final RandomGraphCheck graphs = new RandomGraphCheck(checks::engine);
  private ParityReport report;
  private Judge judge;

  /** For subclasses. */
  protected BackendParity() {}

  /** The cases: the catalogue's. A backend that adds cases of its own overrides this. */
  protected List<OpCase> cases() {
    return OpCatalogue.all();
  }

  /**
   * What tells this run from others of a backend with the same description; in the report's name.
   */
  protected String configuration() {
    return "";
  }

  /** What of the suite runs: what {@value #PART_PROPERTY} says. */
  protected SuitePart part() {
    String text = System.getProperty(PART_PROPERTY);
    return text == null ? SuitePart.WHOLE : SuitePart.parse(text);
  }

  List<OpCase> casesOfPart() {
    return part().of(cases());
  }

  List<OpCase> differentiableCases() {
    return casesOfPart().stream().filter(opCase -> !opCase.differentiable().isEmpty()).toList();
  }

  List<OpCase> smoothCases() {
    return differentiableCases().stream().filter(OpCase::isSmooth).toList();
  }

  /** An engine that is watched for what it leaves over. */
  @Override
  public final Engine engine(int threads) {
    return leaks.engine(() -> opened(threads));
  }

  /** A backend that cannot be opened is a failure, even where a test would have been skipped. */
  private Backend opened(int threads) {
    try {
      return open(threads);
    } catch (TestAbortedException e) {
      throw new AssertionError(
          getClass().getSimpleName()
              + ": a skipped suite shows nothing; do not run it where the backend cannot run",
          e);
    }
  }

  @BeforeAll
  void openEngine() {
    Backend backend = checks.engine().backend();
    String configuration = configuration().isEmpty() ? "" : ", " + configuration();
    configuration += part().isWhole() ? "" : ", " + part();
    report = new ParityReport(backend.name() + " (" + backend.description() + configuration + ")");
    judge = new Judge(report, expectedUnsupported());
  }

  @AfterAll
  void closeEngine() {
    checks.close();
    graphs.requireConclusive();
  }

  @SuppressWarnings("SystemOut") // the table is for whoever runs the suite
  private void print(ExtensionContext context) {
    if (report != null) {
      report.addLeaks(leaks.leaks());
      List<Path> files =
          report.write(
              Path.of(context.getConfigurationParameter(REPORTS_PROPERTY).orElse("target/parity")));
      System.out.println(report.brief() + graphs.statistics() + "\n" + files + "\n");
    }
  }

  /**
   * Compiled and uncompiled, with and without guard words and poison, within the bounds and without
   * strays.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("casesOfPart")
  void forwardAgreesWithTheReference(OpCase opCase, TestReporter reporter) {
    judge(opCase, Mode.FORWARD, checks::forward, reporter);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differentiableCases")
  void gradientAgreesWithTheReference(OpCase opCase, TestReporter reporter) {
    judge(opCase, Mode.GRADIENT, checks::gradient, reporter);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smoothCases")
  void secondDerivativeAgreesWithTheReference(OpCase opCase, TestReporter reporter) {
    judge(opCase, Mode.SECOND_DERIVATIVE, checks::secondDerivative, reporter);
  }

  /** The same bits when it runs again, and for every number of threads. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("casesOfPart")
  void resultsAreDeterministic(OpCase opCase, TestReporter reporter) {
    judge(opCase, Mode.DETERMINISM, checks::determinism, reporter);
  }

  /** The seeds of the random graphs: as many as the system properties say. */
  protected LongStream seeds() {
    return RandomGraphCheck.seeds();
  }

  LongStream seedsOfPart() {
    return part().of(seeds());
  }

  /** Whole graphs, compiled and uncompiled; one that fails is shrunk and printed as a program. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seedsOfPart")
  void randomGraphAgreesWithTheReference(long seed, TestReporter reporter) {
    judge(
        "random graphs",
        "random graphs",
        "graph of seed " + seed,
        Mode.GRAPH,
        () -> graphs.agrees(seed),
        reporter);
  }

  /** The recorded trainings: all. */
  protected List<GoldenScenario> scenarios() {
    return GoldenScenarios.all();
  }

  List<GoldenScenario> scenariosOfPart() {
    return part().of(scenarios());
  }

  /** Ten steps, within the bounds of rounding and with the same bits for any number of threads. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("scenariosOfPart")
  void trainsAsPyTorchDoes(GoldenScenario scenario, TestReporter reporter) {
    String kind = scenario.name().substring(0, scenario.name().indexOf('.'));
    judge(
        "golden steps",
        kind,
        scenario.name(),
        Mode.TRAINING,
        () -> golden.trains(scenario),
        reporter);
  }

  @Test
  void evaluationHasTheGradientsOfPyTorchsEvaluation(TestReporter reporter) {
    judge(
        "golden steps",
        "evaluation",
        "model with dropout, in evaluation",
        Mode.TRAINING,
        golden::evaluates,
        reporter);
  }

  /** Fails for a declaration that is out of date or misspelt. */
  @Test
  void whatIsDeclaredUnsupportedIsUnsupported() {
    new Declarations(checks, cases()).check(expectedUnsupported());
  }

  private void judge(
      OpCase opCase, Mode mode, ToDoubleFunction<OpCase> check, TestReporter reporter) {
    judge(
        opCase.family(),
        opCase.operation(),
        opCase.name(),
        mode,
        () -> check.applyAsDouble(opCase),
        reporter);
  }

  private void judge(
      String family,
      String operation,
      String name,
      Mode mode,
      DoubleSupplier check,
      TestReporter reporter) {
    Verdict verdict = judge.judge(family, operation, name, mode, check);
    if (verdict.status() == Verdict.Status.UNSUPPORTED) {
      reporter.publishEntry("unsupported", verdict.reason());
    }
  }
}
