package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Gru;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Lstm;
import io.deltarule.layer.Rnn;
import io.deltarule.layer.SequenceBatch;
import io.deltarule.layer.SequenceResult;
import io.deltarule.layer.Sequential;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers: one and several, either direction, with and without lengths and states. */
final class RecurrentLayerCases {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);

  private RecurrentLayerCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    cases.add(alone(Lstm.of(3, 4), false, 5, 2, 3));
    cases.add(alone(Lstm.of(2, 3).withLayers(2).bidirectional(), false, 3, 2, 2));
    cases.add(alone(Lstm.of(2, 3).withLayers(3).withDropout(0.4), true, 3, 2, 2));
    cases.add(alone(Lstm.of(3, 2).withoutBias().batchFirst(), false, 2, 4, 3));
    cases.add(alone(Gru.of(3, 4), false, 5, 2, 3));
    cases.add(alone(Gru.of(2, 3).withLayers(2).bidirectional(), false, 3, 2, 2));
    cases.add(alone(Gru.of(3, 2).withoutBias().batchFirst(), false, 2, 4, 3));
    cases.add(alone(Rnn.tanh(3, 4).withLayers(2), false, 4, 2, 3));
    cases.add(alone(Rnn.tanh(3, 4).bidirectional().withoutBias(), false, 4, 2, 3));
    cases.add(alone(Rnn.relu(3, 2), false, 2, 2, 3));
    Layer twice = Sequential.of(Lstm.of(2, 3), Gru.of(3, 2));
    cases.add(alone(twice, false, 3, 2, 2));
    Lstm lstm = Lstm.of(2, 3).withLayers(2).bidirectional();
    cases.add(whole(lstm, lstm::forward, 2, Shape.of(4, 3, 3)));
    Gru gru = Gru.of(2, 3).withLayers(2).bidirectional();
    cases.add(whole(gru, gru::forward, 1, Shape.of(4, 3, 3)));
    Rnn rnn = Rnn.tanh(2, 5).bidirectional();
    cases.add(whole(rnn, rnn::forward, 1, Shape.of(2, 3, 5)));
    return cases;
  }

  private static OpCase alone(Layer layer, boolean training, int... input) {
    return LayerCases.builtFrom(
        layer, training, input, b -> b.input("x", ELEMENTS, input).notSmooth());
  }

  private interface Sequences {
    SequenceResult forward(SequenceBatch batch, ForwardPass pass);
  }

  /** With lengths from none to all of four steps, and initial states. */
  private static OpCase whole(Layer layer, Sequences sequences, int states, Shape state) {
    BuiltLayer built = new BuiltLayer(layer, false);
    OpCase.Builder builder =
        OpCase.named(layer + " with lengths and states")
            .operation(layer.getClass().getSimpleName())
            .notSmooth()
            .input("x", ELEMENTS, 4, 3, 2)
            .integer("lengths", Domain.values(4, 0, 3), 3);
    for (int s = 0; s < states; s++) {
      builder.input("initial" + s, ELEMENTS, state.dims());
    }
    return built
        .declared(builder)
        .computesAll(
            in -> {
              List<Value> initial = new ArrayList<>();
              for (int s = 0; s < states; s++) {
                initial.add(in.get("initial" + s));
              }
              SequenceResult result =
                  sequences.forward(
                      SequenceBatch.of(in.get("x")).withLengths(in.get("lengths")).from(initial),
                      built.pass(in));
              List<Value> all = new ArrayList<>(List.of(result.output()));
              all.addAll(result.states());
              return all;
            });
  }
}
