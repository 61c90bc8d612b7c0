package io.deltarule.layer;

import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.op.RandomFill;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** One building of a model into a graph: what its layers need to know. */
public final class ForwardPass {
  private final Graph graph;
  private final boolean training;
  private final Map<Parameter, Value> parameters;
  private final Value seed;
  private final Value step;
  private final Map<Parameter, Value> updates = new HashMap<>();
  private int streams;

  /**
   * A pass.
   *
   * @param graph the graph that layers add to
   * @param training whether dropout and the like are active
   * @param parameters the value of every parameter and buffer in that graph
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

  /** A pass in evaluation over the parameters of a layout, which are read from its variable. */
  public static ForwardPass evaluating(Graph graph, ParameterLayout layout) {
    Value seed = graph.constant(Tensor.of(Shape.of(2), 0, 0));
    Value step = graph.constant(Tensor.scalar(0));
    return new ForwardPass(graph, false, layout.views(graph.read(layout.variable())), seed, step);
  }

  public Graph graph() {
    return graph;
  }

  /** Whether the model is being built for training rather than evaluation. */
  public boolean training() {
    return training;
  }

  /**
   * The value of a parameter in this graph; that of a buffer as it is after the updates that this
   * pass has built so far.
   */
  public Value value(Parameter parameter) {
    Value value = updates.getOrDefault(parameter, parameters.get(parameter));
    if (value == null) {
      throw new IllegalStateException(
          where()
              + ": a parameter of shape "
              + parameter.shape()
              + " is not part of the model; return it from parameters() or buffers(), and its layer"
              + " from children()");
    }
    return value;
  }

  /**
   * Sets the value of a buffer from the next step on. The step as a whole assigns it, and only if
   * loss and gradient are finite; no gradient flows into it. A layer that is used twice in a model
   * updates twice, the second time from {@link #value} after the first. In evaluation, layers leave
   * their buffers alone.
   *
   * @throws IllegalArgumentException if the parameter is trained, or the value is not of its shape
   */
  public void update(Parameter buffer, Value next) {
    if (buffer.isTrained()) {
      throw new IllegalArgumentException(
          where()
              + ": a parameter of shape "
              + buffer.shape()
              + " is trained by the optimizer; only a Parameter.buffer(...) is updated by its layer");
    }
    if (!next.type().equals(value(buffer).type())) {
      throw new IllegalArgumentException(
          where()
              + ": the update of a buffer needs "
              + value(buffer).type()
              + ", got "
              + next.type());
    }
    updates.put(buffer, next.stopGradient());
  }

  /** The next values of the buffers that layers have updated in this pass. */
  public Map<Parameter, Value> updates() {
    return Collections.unmodifiableMap(updates);
  }

  /** Random numbers that no other draw of this pass repeats. */
  public Value random(RandomFill.Distribution distribution, Shape shape) {
    return graph.apply(new RandomFill(distribution, shape, streams++), seed, step);
  }

  /**
   * Runs a child layer in the scope of its name.
   *
   * @throws IllegalArgumentException if the input does not fit the layer, or a size that follows
   *     from it is more than an int holds
   */
  public Value child(String name, Layer layer, Value input) {
    return graph.scoped(name, () -> forward(layer, input));
  }

  private Value forward(Layer layer, Value input) {
    try {
      return layer.forward(input, this);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          layer
              + " "
              + where()
              + ": of input "
              + input.type()
              + " some size would be more than "
              + Integer.MAX_VALUE
              + " ("
              + e.getMessage()
              + "); use smaller sizes",
          e);
    }
  }

  /** The dotted name of the layer that is being built, for messages. */
  public String where() {
    return graph.scope().isEmpty() ? "model" : "'" + graph.scope() + "'";
  }
}
