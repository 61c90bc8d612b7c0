/** The float64 reference backend and the suite that every backend runs. */
module io.deltarule.parity {
  requires transitive io.deltarule.core;

  exports io.deltarule.parity.reference;

  provides io.deltarule.backend.BackendProvider with
      io.deltarule.parity.reference.ReferenceProvider;
}
