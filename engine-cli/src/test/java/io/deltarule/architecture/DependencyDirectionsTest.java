package io.deltarule.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way the dependencies point, over the classes of all modules. */
@AnalyzeClasses(packages = "io.deltarule", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyDirectionsTest {
  private static final String[] CORE = {
    "io.deltarule.tensor..",
    "io.deltarule.random..",
    "io.deltarule.expr..",
    "io.deltarule.op..",
    "io.deltarule.graph..",
    "io.deltarule.layer..",
    "io.deltarule.loss..",
    "io.deltarule.optim..",
    "io.deltarule.autodiff..",
    "io.deltarule.compile..",
    "io.deltarule.plan..",
    "io.deltarule.backend..",
    "io.deltarule.diagnose..",
    "io.deltarule.data..",
    "io.deltarule.persist..",
    "io.deltarule.metric..",
    "io.deltarule.train..",
    "io.deltarule.generate.."
  };

  /** A rule over nothing would hold always. */
  @ArchTest
  static void classesOfEveryModuleAreSeen(JavaClasses classes) {
    for (String name :
        new String[] {
          "io.deltarule.tensor.Tensor",
          "io.deltarule.parity.reference.ReferenceBackend",
          "io.deltarule.cpu.CpuBackend",
          "io.deltarule.cpu.simd.Lanes",
          "io.deltarule.cli.Main"
        }) {
      assertThat(classes.contain(name)).as(name).isTrue();
    }
  }

  @ArchTest
  static final ArchRule theCoreKnowsNoBackendAndNoProgram =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.deltarule.cpu..",
              "io.deltarule.cuda..",
              "io.deltarule.parity..",
              "io.deltarule.cli..");

  @ArchTest
  static final ArchRule backendsKnowTheCoreOnly =
      noClasses()
          .that()
          .resideInAnyPackage("io.deltarule.cpu..", "io.deltarule.cuda..", "io.deltarule.parity..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.deltarule..")
                  .and(not(resideInAnyPackage(CORE)))
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.deltarule.cpu..",
                              "io.deltarule.cuda..",
                              "io.deltarule.parity.."))));

  @ArchTest
  static final ArchRule backendsDoNotKnowEachOther =
      slices().matching("io.deltarule.(cpu|cuda|parity)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule onlyTheSimdPackageUsesTheVectorApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deltarule.cpu.simd..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule theSimdPackageIsReachedByNameOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deltarule.cpu.simd..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.deltarule.cpu.simd..");

  @ArchTest
  static final ArchRule onlyTheCudaBackendUsesJCuda =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deltarule.cuda..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jcuda..");

  @ArchTest
  static final ArchRule librariesLogThroughSlf4jAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deltarule.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ch.qos.logback..", "java.util.logging..", "picocli..");

  @ArchTest
  static final ArchRule tensorsDependOnNothing =
      classes()
          .that()
          .resideInAPackage("io.deltarule.tensor..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.deltarule.tensor..", "java..");

  @ArchTest
  static final ArchRule differentiationKnowsNoOperationThatComputes =
      noClasses()
          .that()
          .resideInAPackage("io.deltarule.autodiff..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("io\\.deltarule\\.op\\.(MatMul|Pointwise|Softmax|Gather|Concat|Pad).*");

  @ArchTest
  static final ArchRule thereIsNoMutableStaticState =
      fields()
          .that()
          .areStatic()
          .and()
          .areNotFinal()
          .and()
          .areDeclaredInClassesThat(resideInAPackage("io.deltarule.."))
          .should()
          .beFinal()
          .allowEmptyShould(true);
}
