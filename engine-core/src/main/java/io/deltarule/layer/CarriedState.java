package io.deltarule.layer;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * States of a recurrent layer that one step leaves to the next, for sequences that come in pieces:
 * truncated back-propagation through time (Williams and Peng 1990). No gradient flows from a piece
 * into the one before. A fresh {@code State} holds zeros; write zeros to {@link #variables} where a
 * new sequence begins.
 *
 * <p>For graphs that a program builds itself: what it keeps is part of the {@code Computation}, and
 * {@code io.deltarule.train.Training}, which builds its own, has no place for it.
 *
 * <pre>{@code
 * CarriedState carried = CarriedState.of("lstm", 2, Shape.of(layers, batch, hidden));
 * SequenceResult result = lstm.forward(SequenceBatch.of(x).from(carried.read(graph)), pass);
 * List<Assignment> assignments = carried.keep(result.states());
 * }</pre>
 */
public final class CarriedState {
  private final List<Variable> variables = new ArrayList<>();

  private CarriedState(String name, int states, Shape shape) {
    for (int s = 0; s < states; s++) {
      TensorType type = new TensorType(DType.FLOAT32, shape);
      variables.add(new Variable(name + ".state." + s, type, Variable.Role.CONTROL));
    }
  }

  /**
   * States of a shape.
   *
   * @param name the layer's
   * @param states how many there are: 2 for an LSTM, 1 for the others
   * @param shape of each, [layers times directions, B, H]
   */
  public static CarriedState of(String name, int states, Shape shape) {
    return new CarriedState(name, states, shape);
  }

  /** Where the states lie. */
  public List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** The states that the step before has left, for {@link SequenceBatch#from}. */
  public List<Value> read(Graph graph) {
    return variables.stream().map(variable -> graph.read(variable).stopGradient()).toList();
  }

  /** Leaves the final states to the next step; they are part of the step's computation. */
  public List<Assignment> keep(List<Value> states) {
    if (states.size() != variables.size()) {
      throw new IllegalArgumentException(
          "carried state: expected "
              + variables.size()
              + " states, got "
              + states.size()
              + "; give all final states of the layer");
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int s = 0; s < variables.size(); s++) {
      assignments.add(Assignment.of(variables.get(s), states.get(s)));
    }
    return assignments;
  }
}
