/** Benchmarks. */
module io.deltarule.benchmarks {
  requires io.deltarule.core;
}
