package io.deltarule.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part may use which; the command line is the module that sees all the others. */
@AnalyzeClasses(packages = "io.deltarule", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] NOT_CORE = {
    "io.deltarule.cpu..", "io.deltarule.cuda..", "io.deltarule.parity..", "io.deltarule.cli.."
  };

  @ArchTest
  static final ArchRule coreKnowsNoBackendAndNoProgram =
      noClasses()
          .that()
          .resideOutsideOfPackages(NOT_CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(NOT_CORE);

  @ArchTest
  static final ArchRule backendsKnowNeitherEachOtherNorProgramsNorTheSuite =
      noClasses()
          .that()
          .resideInAPackage("io.deltarule.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.deltarule.cuda..", "io.deltarule.parity..", "io.deltarule.cli..");

  @ArchTest
  static final ArchRule theSuiteKnowsNoOtherBackend =
      noClasses()
          .that()
          .resideInAPackage("io.deltarule.parity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.deltarule.cpu..", "io.deltarule.cuda..", "io.deltarule.cli..");

  @ArchTest
  static final ArchRule onlyTheSimdPackagesUseTheVectorApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deltarule.cpu.simd..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule onlyTheCudaBackendUsesJcuda =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.deltarule.cuda..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jcuda..");

  @ArchTest
  static final ArchRule tensorsDependOnNothing =
      noClasses()
          .that()
          .resideInAPackage("io.deltarule.tensor..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("io.deltarule.tensor..", "java..");

  @ArchTest
  static final ArchRule noLibraryChoosesTheLoggingBackend =
      noClasses().should().dependOnClassesThat().resideInAPackage("ch.qos.logback..");

  @ArchTest
  static final ArchRule nothingStaticChanges = fields().that().areStatic().should().beFinal();
}
