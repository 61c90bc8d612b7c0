/** The float64 reference backend and the suite that every backend runs. */
module io.deltarule.parity {
  requires transitive io.deltarule.core;
  // For BackendParity alone: a program that uses the reference backend needs no JUnit.
  requires static transitive org.junit.jupiter.api;
  requires static transitive org.junit.jupiter.params;

  exports io.deltarule.parity;
  exports io.deltarule.parity.catalogue;
  exports io.deltarule.parity.graphs;
  exports io.deltarule.parity.reference;

  provides io.deltarule.backend.BackendProvider with
      io.deltarule.parity.reference.ReferenceProvider;
}
