package io.deltarule.cli.recipe;

import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.CarriedState;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.SequenceResult;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.Map;

/** Reads with an LSTM, whose states go from character to character: one step each. */
final class LstmReader implements TextReader {
  private static final String TOKEN = "token";
  private static final String LOGITS = "logits";

  private final State state;
  private final Executable executable;

  private LstmReader(State state, Executable executable) {
    this.state = state;
    this.executable = executable;
  }

  /** A reader with the parameters that a training of the model has now. */
  static LstmReader of(Training training, CharLstmModel model) {
    ParameterLayout layout = training.layout();
    State state = training.engine().newState();
    try {
      state.write(layout.variable(), training.state().read(layout.variable()));
      return new LstmReader(state, training.engine().compile(computation(model, layout), state));
    } catch (RuntimeException | Error e) {
      state.close();
      throw e;
    }
  }

  private static Computation computation(CharLstmModel model, ParameterLayout layout) {
    Graph graph = new Graph();
    ForwardPass pass = ForwardPass.evaluating(graph, layout);
    CarriedState carried = CarriedState.of("lstm", 2, CharLstmModel.state(1));
    Value token = graph.placeholder(TOKEN, TensorType.int32(1, 1));
    SequenceResult result = model.forward(token, carried.read(graph), pass);
    return new Computation(graph, Map.of(LOGITS, result.output()), carried.keep(result.states()));
  }

  @Override
  public float[] next(int token) {
    executable.input(TOKEN).write(Tensor.of(Shape.of(1, 1), token));
    executable.run();
    return executable.output(LOGITS).read().toFloats();
  }

  @Override
  public void close() {
    executable.close();
    state.close();
  }
}
