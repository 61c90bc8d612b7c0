/** The float64 reference backend and the suite that every backend runs. */
module io.deltarule.parity {
  requires transitive io.deltarule.core;
  // For the suite's test classes alone, and not transitive: a program that uses the reference
  // backend needs no JUnit, neither to run nor to compile.
  requires static org.junit.jupiter.api;
  requires static org.junit.jupiter.params;
  requires static org.opentest4j;

  exports io.deltarule.parity;
  exports io.deltarule.parity.catalogue;
  exports io.deltarule.parity.diagnose;
  exports io.deltarule.parity.golden;
  exports io.deltarule.parity.graphs;
  exports io.deltarule.parity.leak;
  exports io.deltarule.parity.reference;
  exports io.deltarule.parity.report;

  provides io.deltarule.backend.BackendProvider with
      io.deltarule.parity.reference.ReferenceProvider;
}
