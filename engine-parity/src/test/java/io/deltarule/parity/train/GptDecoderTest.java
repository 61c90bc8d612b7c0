package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.backend.State;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.GptDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Reading a token at a time gives what reading all of them at once gives. */
class GptDecoderTest {
  private static final int VOCABULARY = 7;
  private static final int CONTEXT = 6;
  private static final int[][] SEQUENCES = {{3, 1, 4, 1, 5, 0}, {2, 6, 5, 3, 5, 6}};

  private final Gpt model = Gpt.of(GptConfig.of(VOCABULARY, CONTEXT, 2, 2, 6).withDropout(0.5));
  private final ParameterLayout layout = ParameterLayout.of(model);

  private Map<String, Tensor> parameters() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      float[] values = new float[entry.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      parameters.put(entry.name(), Tensor.of(entry.parameter().shape(), values));
    }
    return parameters;
  }

  /** The logits [2, CONTEXT, VOCABULARY] of the whole sequences. */
  private double[] atOnce(Engine engine) {
    Graph graph = new Graph();
    Map<String, Tensor> inputs = new LinkedHashMap<>(parameters());
    Map<Parameter, Value> values = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      int[] dims = entry.parameter().shape().dims();
      values.put(entry.parameter(), graph.placeholder(entry.name(), TensorType.float32(dims)));
    }
    Value x = graph.placeholder("x", TensorType.int32(2, CONTEXT));
    int[] tokens = new int[2 * CONTEXT];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = SEQUENCES[i / CONTEXT][i % CONTEXT];
    }
    inputs.put("x", Tensor.of(Shape.of(2, CONTEXT), tokens));
    Value seed = graph.constant(Tensor.of(Shape.of(2), 1, 2));
    Value step = graph.constant(Tensor.scalar(0));
    Value logits = model.forward(x, new ForwardPass(graph, false, values, seed, step));
    try (State state = engine.newState()) {
      return engine
          .compile(Computation.of(Map.of("y", logits)), state)
          .run(inputs)
          .get("y")
          .toDoubles();
    }
  }

  @Test
  void aTokenAtATimeGivesTheLogitsOfTheWholeSequenceTwice() {
    try (Engine engine = Engine.open("reference");
        GptDecoder decoder = GptDecoder.of(engine, model, parameters(), 2)) {
      double[] expected = atOnce(engine);
      for (int repeat = 0; repeat < 2; repeat++) {
        decoder.restart();
        for (int t = 0; t < CONTEXT; t++) {
          double[] logits = decoder.next(SEQUENCES[0][t], SEQUENCES[1][t]).toDoubles();
          assertThat(decoder.position()).isEqualTo(t + 1);
          for (int i = 0; i < logits.length; i++) {
            int at = (i / VOCABULARY * CONTEXT + t) * VOCABULARY + i % VOCABULARY;
            double error = Math.abs(logits[i] - expected[at]);
            // In float64, of sums of some dozens of numbers of about 1.
            assertThat(error <= 1e-12).as("position %s, element %s: %s", t, i, error).isTrue();
          }
        }
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheRemedy() {
    try (Engine engine = Engine.open("reference");
        GptDecoder decoder = GptDecoder.of(engine, model, parameters(), 2)) {
      assertThatThrownBy(() -> decoder.next(1)).hasMessageContaining("expected 2 tokens");
      for (int t = 0; t < CONTEXT; t++) {
        decoder.next(0, 0);
      }
      assertThatThrownBy(() -> decoder.next(0, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("context of 6", "restart");
      decoder.restart();
      assertThatThrownBy(() -> decoder.next(VOCABULARY, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      Map<String, Tensor> incomplete = parameters();
      incomplete.remove("wpe.weight");
      assertThatThrownBy(() -> GptDecoder.of(engine, model, incomplete, 2))
          .hasMessageContaining("'wpe.weight'");
    }
  }
}
