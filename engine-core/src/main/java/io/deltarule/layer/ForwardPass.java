package io.deltarule.layer;

import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.op.RandomFill;
import io.deltarule.tensor.Shape;
import java.util.Map;

/** One building of a model into a graph: what its layers need to know. */
public final class ForwardPass {
  private final Graph graph;
  private final boolean training;
  private final Map<Parameter, Value> parameters;
  private final Value seed;
  private final Value step;
  private int streams;

  /**
   * A pass.
   *
   * @param graph the graph that layers add to
   * @param training whether dropout and the like are active
   * @param parameters the value of every parameter in that graph
   * @param seed the seed of random draws, INT32[2]
   * @param step the number of the step, INT32[]: draws differ from step to step
   */
  public ForwardPass(
      Graph graph, boolean training, Map<Parameter, Value> parameters, Value seed, Value step) {
    this.graph = graph;
    this.training = training;
    this.parameters = parameters;
    this.seed = seed;
    this.step = step;
  }

  public Graph graph() {
    return graph;
  }

  /** Whether the model is being built for training rather than evaluation. */
  public boolean training() {
    return training;
  }

  /** The value of a parameter in this graph. */
  public Value value(Parameter parameter) {
    Value value = parameters.get(parameter);
    if (value == null) {
      throw new IllegalStateException(
          where()
              + ": a parameter of shape "
              + parameter.shape()
              + " is not part of the model; return it from parameters() and its layer from children()");
    }
    return value;
  }

  /** Random numbers that no other draw of this pass repeats. */
  public Value random(RandomFill.Distribution distribution, Shape shape) {
    return graph.apply(new RandomFill(distribution, shape, streams++), seed, step);
  }

  /** Runs a child layer in the scope of its name. */
  public Value child(String name, Layer layer, Value input) {
    return graph.scoped(name, () -> layer.forward(input, this));
  }

  /** The dotted name of the layer that is being built, for messages. */
  public String where() {
    return graph.scope().isEmpty() ? "model" : "'" + graph.scope() + "'";
  }
}
