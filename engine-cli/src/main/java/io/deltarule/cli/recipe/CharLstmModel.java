package io.deltarule.cli.recipe;

import io.deltarule.graph.Value;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Lstm;
import io.deltarule.layer.SequenceBatch;
import io.deltarule.layer.SequenceResult;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens INT32 [B, T] to the logits [B, T, vocabulary] of the tokens after them: {@code embedding}
 * of 64, {@code lstm} of two layers of 256, {@code dense}.
 */
final class CharLstmModel implements Layer {
  private static final int WIDTH = 64;
  private static final int HIDDEN = 256;
  private static final int LAYERS = 2;

  private final Embedding embedding;
  private final Lstm lstm = Lstm.of(WIDTH, HIDDEN).withLayers(LAYERS).batchFirst();
  private final Dense dense;

  CharLstmModel(int vocabulary) {
    embedding = Embedding.of(vocabulary, WIDTH);
    dense = Dense.of(HIDDEN, vocabulary);
  }

  @Override
  public Map<String, Layer> children() {
    Map<String, Layer> children = new LinkedHashMap<>();
    children.put("embedding", embedding);
    children.put("lstm", lstm);
    children.put("dense", dense);
    return children;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    return forward(input, List.of(), pass).output();
  }

  /** The shape of each of an LSTM's two states, for sequences side by side. */
  static Shape state(int batch) {
    return Shape.of(LAYERS, batch, HIDDEN);
  }

  /**
   * Continues sequences.
   *
   * @param states what the sequences have left so far, h and c; zeros if there are none
   * @return the logits, and the states that follow
   */
  SequenceResult forward(Value input, List<Value> states, ForwardPass pass) {
    Value vectors = pass.child("embedding", embedding, input);
    SequenceBatch batch = SequenceBatch.of(vectors).from(states);
    SequenceResult result = pass.graph().scoped("lstm", () -> lstm.forward(batch, pass));
    return new SequenceResult(pass.child("dense", dense, result.output()), result.states());
  }
}
