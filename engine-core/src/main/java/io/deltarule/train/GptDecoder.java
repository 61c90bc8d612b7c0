package io.deltarule.train;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.DecodingStep;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A {@link Gpt} that reads a token at a time and gives the logits of the next. What it has read is
 * kept as keys and values, so that a token costs the same wherever it stands.
 */
public final class GptDecoder implements AutoCloseable {
  private static final String TOKENS = "tokens";
  private static final String POSITION = "position";
  private static final String LOGITS = "logits";

  private final int context;
  private final State state;
  private final Executable executable;
  private int position;

  private GptDecoder(int context, State state, Executable executable) {
    this.context = context;
    this.state = state;
    this.executable = executable;
  }

  /**
   * Compiles a model for sequences that are read side by side.
   *
   * @param parameters by their names; FLOAT32
   * @param batch the number of sequences
   * @throws IllegalArgumentException if the parameters are not those of the model, naming all
   *     faults
   */
  public static GptDecoder of(Engine engine, Gpt model, Map<String, Tensor> parameters, int batch) {
    ParameterLayout layout = ParameterLayout.of(model);
    State state = engine.newState();
    try {
      Weights.write(state, List.of(layout), List.of(), parameters);
      Executable executable = engine.compile(computation(model, layout, batch), state);
      return new GptDecoder(model.config().context(), state, executable);
    } catch (RuntimeException | Error e) {
      state.close();
      throw e;
    }
  }

  private static Computation computation(Gpt model, ParameterLayout layout, int batch) {
    Graph graph = new Graph();
    ForwardPass pass = ForwardPass.evaluating(graph, layout);
    Value tokens = graph.placeholder(TOKENS, TensorType.int32(batch, 1));
    Value position = graph.placeholder(POSITION, TensorType.int32(1));
    DecodingStep decoding = new DecodingStep(pass, position, model.config().context());
    Value logits = model.decode(tokens, decoding);
    return new Computation(graph, Map.of(LOGITS, logits), decoding.assignments());
  }

  /**
   * Reads the next token of each sequence.
   *
   * @param tokens one a sequence
   * @return the logits [batch, vocabulary] of the tokens that follow
   * @throws IllegalStateException if the sequences are as long as the context already
   * @throws IndexOutOfBoundsException if a token is none of the vocabulary
   */
  public Tensor next(int... tokens) {
    if (position == context) {
      throw new IllegalStateException(
          "GptDecoder: the context of "
              + context
              + " tokens is full; restart with the last ones, or make the context longer");
    }
    Shape shape = executable.input(TOKENS).type().shape();
    if (tokens.length != shape.dim(0)) {
      throw new IllegalArgumentException(
          "GptDecoder: expected " + shape.dim(0) + " tokens, one a sequence, got " + tokens.length);
    }
    executable.input(TOKENS).write(Tensor.of(shape, tokens));
    executable.input(POSITION).write(Tensor.of(Shape.of(1), position));
    executable.run();
    position++;
    return executable.output(LOGITS).read();
  }

  /** How many tokens of each sequence have been read. */
  public int position() {
    return position;
  }

  /** Begins new sequences. */
  public void restart() {
    position = 0;
  }

  @Override
  public void close() {
    executable.close();
    state.close();
  }
}
