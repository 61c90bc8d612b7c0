package io.deltarule.parity.golden;

import io.deltarule.layer.Dense;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.Gru;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Lstm;
import io.deltarule.layer.Rnn;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import java.util.List;

/** Recurrent layers, and a dense one over their outputs at every step: golden_recurrent.py. */
final class RecurrentScenarios {
  private static final int STEPS = 5;
  private static final int WIDTH = 3;
  private static final int HIDDEN = 4;
  private static final int OUTPUTS = 5;

  private RecurrentScenarios() {}

  static List<GoldenScenario> all() {
    Lstm lstm = Lstm.of(WIDTH, HIDDEN).batchFirst();
    Gru gru = Gru.of(WIDTH, HIDDEN).batchFirst();
    return List.of(
        of("lstm.bidirectional", lstm.withLayers(2).bidirectional(), 2),
        of("gru.bidirectional", gru.withLayers(2).bidirectional(), 2),
        of("rnn.tanh", Rnn.tanh(WIDTH, HIDDEN).batchFirst().withLayers(2), 1),
        of("rnn.relu", Rnn.relu(WIDTH, HIDDEN).batchFirst().withoutBias(), 1));
  }

  private static GoldenScenario of(String name, Layer recurrent, int directions) {
    Dense dense = Dense.of(STEPS * directions * HIDDEN, OUTPUTS);
    Layer model = Sequential.of(recurrent, new Flatten(), dense);
    return GoldenScenario.of("layer." + name, model, CrossEntropy.mean());
  }
}
