/** The float64 reference backend and the suite that every backend runs. */
module io.deltarule.parity {
  requires transitive io.deltarule.core;

}
