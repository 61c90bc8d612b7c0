package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.CarriedState;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Gru;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Lstm;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.Rnn;
import io.deltarule.layer.SequenceBatch;
import io.deltarule.layer.SequenceResult;
import io.deltarule.parity.golden.Golden;
import io.deltarule.parity.golden.Recording;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sequences of several lengths against PyTorch's packed ones, carried states, and refusals. */
class RecurrentTest {
  private static final int WIDTH = 3;
  private static final int HIDDEN = 4;
  private static final int BATCH = 2;

  private final Engine engine = Engine.open("reference");
  private final SplittableRandom random = new SplittableRandom(5);

  @AfterEach
  void close() {
    engine.close();
  }

  private interface Sequences {
    SequenceResult forward(SequenceBatch batch, ForwardPass pass);
  }

  /** A layer's parameters as placeholders, and all values by name. */
  private static final class Building {
    private final Graph graph = new Graph();
    private final Map<String, Value> placeholders = new LinkedHashMap<>();
    private final Map<Parameter, Value> parameters = new HashMap<>();

    private Building(Layer layer) {
      for (ParameterLayout.Entry entry : ParameterLayout.of(layer).entries()) {
        Value value = input("parameter." + entry.name(), DType.FLOAT32, entry.parameter().shape());
        parameters.put(entry.parameter(), value);
      }
    }

    private Value input(String name, DType dtype, Shape shape) {
      Value value = graph.placeholder(name, new TensorType(dtype, shape));
      placeholders.put(name, value);
      return value;
    }

    private ForwardPass pass() {
      Value seed = graph.constant(Tensor.of(Shape.of(2), new int[2]));
      Value step = graph.constant(Tensor.scalar(0));
      return new ForwardPass(graph, true, parameters, seed, step);
    }
  }

  private Map<String, Tensor> run(Computation computation, Map<String, Tensor> inputs) {
    try (State state = engine.newState();
        Executable executable = engine.compile(computation, state)) {
      return executable.run(inputs);
    }
  }

  @Test
  void sequencesOfSeveralLengthsAreThoseOfPyTorch() {
    Lstm lstm = Lstm.of(WIDTH, HIDDEN).withLayers(2).bidirectional();
    agrees("lstm", lstm, lstm::forward, 2);
    Gru gru = Gru.of(WIDTH, HIDDEN).withLayers(2).bidirectional();
    agrees("gru", gru, gru::forward, 1);
    Rnn rnn = Rnn.tanh(WIDTH, HIDDEN).withLayers(2).bidirectional();
    agrees("rnn", rnn, rnn::forward, 1);
  }

  private void agrees(String name, Layer layer, Sequences sequences, int states) {
    Recording recording = Golden.read("sequences");
    Building building = new Building(layer);
    Value lengths = building.graph.constant(recording.tensor("lengths"));
    Value x = building.input("x", DType.FLOAT32, recording.tensor(name + ".x").shape());
    List<Value> initial = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      Shape shape = recording.tensor(name + ".state" + s).shape();
      initial.add(building.input("state" + s, DType.FLOAT32, shape));
    }
    SequenceResult result =
        sequences.forward(SequenceBatch.of(x).withLengths(lengths).from(initial), building.pass());
    List<Value> results = new ArrayList<>(List.of(result.output()));
    results.addAll(result.states());
    Map<String, Value> outputs = new LinkedHashMap<>();
    List<Value> upstream = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      outputs.put("result" + i, results.get(i));
      upstream.add(building.graph.constant(recording.tensor(name + ".upstream" + i)));
    }
    List<String> names = List.copyOf(building.placeholders.keySet());
    List<Value> gradients =
        ReverseMode.gradients(results, upstream, List.copyOf(building.placeholders.values()));
    for (int i = 0; i < names.size(); i++) {
      outputs.put("gradient." + names.get(i), gradients.get(i));
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    names.forEach(each -> inputs.put(each, recording.tensor(name + "." + each)));
    run(Computation.of(outputs), inputs)
        .forEach((key, found) -> assertClose(key, found, recording.tensor(name + "." + key)));
  }

  private static void assertClose(String what, Tensor found, Tensor expected) {
    assertThat(found.shape()).as(what).isEqualTo(expected.shape());
    assertThat(found.toDoubles()).as(what).containsExactly(expected.toDoubles(), within(1e-12));
  }

  private Tensor drawn(Shape shape) {
    double[] values = new double[Math.toIntExact(shape.elementCount())];
    Arrays.setAll(values, i -> random.nextDouble(-1, 1));
    return Tensor.of(shape, values);
  }

  private static Tensor steps(Tensor sequence, int from, int to) {
    Shape shape = sequence.shape();
    int step = shape.dim(1) * shape.dim(2);
    double[] part = Arrays.copyOfRange(sequence.toDoubles(), from * step, to * step);
    return Tensor.of(shape.with(0, to - from), part);
  }

  @Test
  void piecesWithCarriedStatesAreOneLongSequence() {
    Lstm lstm = Lstm.of(WIDTH, HIDDEN).withLayers(2);
    pieces(lstm, lstm::forward, 2);
    Gru gru = Gru.of(WIDTH, HIDDEN).withLayers(2);
    pieces(gru, gru::forward, 1);
  }

  private void pieces(Layer layer, Sequences sequences, int states) {
    int length = 9;
    int piece = 3;
    Map<String, Tensor> inputs = weights(layer);
    Tensor whole = drawn(Shape.of(length, BATCH, WIDTH));
    Building atOnce = new Building(layer);
    Value x = atOnce.input("x", DType.FLOAT32, whole.shape());
    SequenceResult expected = sequences.forward(SequenceBatch.of(x), atOnce.pass());
    inputs.put("x", whole);
    Tensor outputs = run(Computation.of(Map.of("y", expected.output())), inputs).get("y");

    Building inPieces = new Building(layer);
    Value part = inPieces.input("x", DType.FLOAT32, Shape.of(piece, BATCH, WIDTH));
    CarriedState carried = CarriedState.of("layer", states, Shape.of(2, BATCH, HIDDEN));
    List<Value> initial = carried.read(inPieces.graph);
    SequenceResult result =
        sequences.forward(SequenceBatch.of(part).from(initial), inPieces.pass());
    Computation computation =
        new Computation(
            inPieces.graph, Map.of("y", result.output()), carried.keep(result.states()));
    try (State state = engine.newState();
        Executable executable = engine.compile(computation, state)) {
      for (int from = 0; from < length; from += piece) {
        inputs.put("x", steps(whole, from, from + piece));
        Tensor found = executable.run(inputs).get("y");
        assertClose("steps from " + from, found, steps(outputs, from, from + piece));
      }
    }
  }

  /** The gradient of a piece is that of a sequence whose initial states are given. */
  @Test
  void noGradientFlowsIntoThePieceBefore() {
    Gru gru = Gru.of(WIDTH, HIDDEN);
    Map<String, Tensor> inputs = weights(gru);
    inputs.put("x", drawn(Shape.of(4, BATCH, WIDTH)));
    CarriedState carried = CarriedState.of("gru", 1, Shape.of(1, BATCH, HIDDEN));
    Building given = new Building(gru);
    Value h = given.input("h", DType.FLOAT32, Shape.of(1, BATCH, HIDDEN));
    Computation expected = gradients(gru, given, List.of(h), carried);
    Building kept = new Building(gru);
    Computation computation = gradients(gru, kept, carried.read(kept.graph), carried);
    try (State state = engine.newState();
        Executable executable = engine.compile(computation, state)) {
      executable.run(inputs);
      Tensor between = state.read(carried.variables().get(0));
      assertThat(between.toDoubles()).doesNotContain(0);
      Map<String, Tensor> second = executable.run(inputs);
      inputs.put("h", between);
      Map<String, Tensor> right = run(expected, inputs);
      second.forEach((name, found) -> assertClose(name, found, right.get(name)));
    }
  }

  private static Computation gradients(
      Gru gru, Building building, List<Value> initial, CarriedState carried) {
    Value x = building.input("x", DType.FLOAT32, Shape.of(4, BATCH, WIDTH));
    SequenceResult result = gru.forward(SequenceBatch.of(x).from(initial), building.pass());
    List<Value> parameters = List.copyOf(building.parameters.values());
    List<Value> found = ReverseMode.gradients(result.output().sumOfSquares(), parameters);
    Map<String, Value> outputs = new LinkedHashMap<>();
    building.placeholders.forEach(
        (name, value) -> {
          if (parameters.contains(value)) {
            outputs.put(name, found.get(parameters.indexOf(value)));
          }
        });
    return new Computation(building.graph, outputs, carried.keep(result.states()));
  }

  private Map<String, Tensor> weights(Layer layer) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    ParameterLayout.of(layer)
        .entries()
        .forEach(e -> weights.put("parameter." + e.name(), drawn(e.parameter().shape())));
    return weights;
  }

  @Test
  void parametersHaveTheNamesAndShapesOfPyTorch() {
    assertThat(Lstm.of(3, 4).withLayers(2).bidirectional().parameters().keySet())
        .startsWith("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        .contains("weight_ih_l1_reverse", "bias_hh_l1_reverse")
        .hasSize(16);
    assertThat(Lstm.of(3, 4).withLayers(2).bidirectional().parameters().get("weight_ih_l1").shape())
        .isEqualTo(Shape.of(16, 8));
    assertThat(Gru.of(3, 4).withoutBias().parameters().keySet())
        .containsExactly("weight_ih_l0", "weight_hh_l0");
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheRemedy() {
    Lstm lstm = Lstm.of(WIDTH, HIDDEN);
    Building building = new Building(lstm);
    ForwardPass pass = building.pass();
    Value x = building.input("x", DType.FLOAT32, Shape.of(5, BATCH, WIDTH));
    Value lengths = building.input("lengths", DType.INT32, Shape.of(5));
    Value flat = building.input("flat", DType.FLOAT32, Shape.of(5, WIDTH));
    assertThatThrownBy(() -> lstm.forward(flat, pass))
        .hasMessageContainingAll("Lstm", "[T, B, 3]", "[5, 3]", "batchFirst()");
    assertThatThrownBy(() -> lstm.forward(SequenceBatch.of(x).withLengths(lengths), pass))
        .hasMessageContainingAll("lengths must be INT32 [2]", "[5]");
    assertThatThrownBy(() -> lstm.forward(SequenceBatch.of(x).from(List.of(x)), pass))
        .hasMessageContainingAll("initial states must be 2 of shape [1, 2, 4]", "[5, 2, 3]");
    assertThatThrownBy(() -> Gru.of(3, 0)).hasMessageContainingAll("Gru", "3, 0 and 1");
    assertThatThrownBy(() -> Gru.of(3, 4).withDropout(2))
        .hasMessageContainingAll("Gru dropout", "from 0 to 1", "2.0");
    assertThatThrownBy(
            () -> CarriedState.of("lstm", 2, Shape.of(1, BATCH, HIDDEN)).keep(List.of(x)))
        .hasMessageContainingAll("2 states", "got 1");
  }

  @Test
  void aSecondDerivativeIsRefused() {
    Rnn rnn = Rnn.tanh(WIDTH, HIDDEN);
    Building building = new Building(rnn);
    Value x = building.input("x", DType.FLOAT32, Shape.of(2, BATCH, WIDTH));
    Value y = rnn.forward(x, building.pass()).sumOfSquares();
    Value gradient = ReverseMode.gradients(y, List.of(x)).get(0);
    assertThatThrownBy(() -> ReverseMode.gradients(gradient.sumOfSquares(), List.of(x)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll("tanh_gradient", "can't be differentiated again");
  }

  @Test
  void weightsThatNoArrayHoldsAreRefused() {
    for (int hidden : new int[] {1 << 15, 1 << 29, 1 << 30, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> Lstm.of(3, hidden))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("Lstm: hiddenSize " + hidden, "use fewer hidden units");
    }
  }
}
