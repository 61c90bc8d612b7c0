/** The CUDA backend. */
module io.deltarule.cuda {
  requires transitive io.deltarule.core;
}
