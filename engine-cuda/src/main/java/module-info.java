/** The CUDA backend. */
@SuppressWarnings("requires-automatic") // JCuda 12.6 has no module descriptors.
module io.deltarule.cuda {
  requires transitive io.deltarule.core;
  requires jcuda;
  requires jcublas;
  requires org.slf4j;

  exports io.deltarule.cuda;

  provides io.deltarule.backend.BackendProvider with
      io.deltarule.cuda.CudaProvider;
}
