/**
 * The engine: graph, differentiation, compiler, layers, optimizers, training, data, persistence.
 */
module io.deltarule.core {
  requires org.slf4j;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;

  exports io.deltarule.tensor;
  exports io.deltarule.random;
  exports io.deltarule.expr;
  exports io.deltarule.op;
  exports io.deltarule.graph;
  exports io.deltarule.layer;
  exports io.deltarule.loss;
  exports io.deltarule.optim;
  exports io.deltarule.autodiff;
  exports io.deltarule.compile;
  exports io.deltarule.plan;
  exports io.deltarule.backend;
  exports io.deltarule.diagnose;
  exports io.deltarule.data;
  exports io.deltarule.persist;
  exports io.deltarule.metric;
  exports io.deltarule.train;
  exports io.deltarule.generate;

  uses io.deltarule.backend.BackendProvider;
}
