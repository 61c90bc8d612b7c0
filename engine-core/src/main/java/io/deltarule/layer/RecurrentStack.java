package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Concat;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrentCell;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers of a recurrent cell, one over the other, in one direction or both: what {@link Rnn},
 * {@link Lstm} and {@link Gru} have in common. The projection of a layer's whole input is one
 * product; the steps are one {@link Recurrence}.
 */
final class RecurrentStack {
  private final String layer;
  private final Options options;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /** What a stack is made of. */
  record Options(
      RecurrentCell cell,
      int in,
      int hidden,
      int layers,
      boolean bidirectional,
      double dropout,
      boolean bias,
      boolean batchFirst) {
    int directions() {
      return bidirectional ? 2 : 1;
    }

    Options withLayers(int count) {
      return new Options(cell, in, hidden, count, bidirectional, dropout, bias, batchFirst);
    }

    Options inBothDirections() {
      return new Options(cell, in, hidden, layers, true, dropout, bias, batchFirst);
    }

    Options withDropout(double probability) {
      return new Options(cell, in, hidden, layers, bidirectional, probability, bias, batchFirst);
    }

    Options withoutBias() {
      return new Options(cell, in, hidden, layers, bidirectional, dropout, false, batchFirst);
    }

    Options withBatchFirst() {
      return new Options(cell, in, hidden, layers, bidirectional, dropout, bias, true);
    }
  }

  /** The layer's name, for errors. */
  String name() {
    return layer;
  }

  /** One layer with biases in one direction. */
  static RecurrentStack of(String layer, RecurrentCell cell, int in, int hidden) {
    return new RecurrentStack(layer, new Options(cell, in, hidden, 1, false, 0, true, false));
  }

  RecurrentStack(String layer, Options options) {
    this.layer = layer;
    this.options = options;
    if (options.in < 1 || options.hidden < 1 || options.layers < 1) {
      throw new IllegalArgumentException(
          layer
              + ": inputSize, hiddenSize and the number of layers must be 1 or more, got "
              + options.in
              + ", "
              + options.hidden
              + " and "
              + options.layers
              + "; give the last dimension of the input and of the output");
    }
    DroppedParts.probability(layer + " dropout", options.dropout);
    long rows = (long) options.cell.gates() * options.hidden;
    if (rows > Integer.MAX_VALUE || rows * options.hidden > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          layer
              + ": hiddenSize "
              + options.hidden
              + " needs recurrent weights ["
              + options.cell.gates()
              + " H, H] of more than "
              + Integer.MAX_VALUE
              + " elements; use fewer hidden units");
    }
    int width = (int) rows;
    double bound = 1 / Math.sqrt(options.hidden);
    Initializer uniform = Initializers.uniform(-bound, bound);
    for (int l = 0; l < options.layers; l++) {
      int in = l == 0 ? options.in : options.directions() * options.hidden;
      for (int d = 0; d < options.directions(); d++) {
        String suffix = suffix(l, d);
        parameters.put("weight_ih" + suffix, Parameter.decaying(Shape.of(width, in), uniform));
        Shape square = Shape.of(width, options.hidden);
        parameters.put("weight_hh" + suffix, Parameter.decaying(square, uniform));
        if (options.bias) {
          parameters.put("bias_ih" + suffix, Parameter.withoutDecay(Shape.of(width), uniform));
          parameters.put("bias_hh" + suffix, Parameter.withoutDecay(Shape.of(width), uniform));
        }
      }
    }
  }

  Options options() {
    return options;
  }

  Map<String, Parameter> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  private static String suffix(int l, int direction) {
    return "_l" + l + (direction == 0 ? "" : "_reverse");
  }

  SequenceResult forward(SequenceBatch batch, ForwardPass pass) {
    requireFits(batch, pass);
    Value x = options.batchFirst ? batch.values().transpose(1, 0, 2) : batch.values();
    List<List<Value>> last = new ArrayList<>();
    for (int s = 0; s < options.cell.states(); s++) {
      last.add(new ArrayList<>());
    }
    for (int l = 0; l < options.layers; l++) {
      List<Value> outputs = new ArrayList<>();
      for (int d = 0; d < options.directions(); d++) {
        List<Value> results = direction(x, l, d, batch, pass);
        outputs.add(results.get(0));
        for (int s = 0; s < last.size(); s++) {
          last.get(s).add(results.get(1 + s));
        }
      }
      x = outputs.size() == 1 ? outputs.get(0) : Concat.of(2, outputs);
      if (l + 1 < options.layers) {
        x = Dropout.of(options.dropout).forward(x, pass);
      }
    }
    List<Value> states = last.stream().map(RecurrentStack::stacked).toList();
    return new SequenceResult(options.batchFirst ? x.transpose(1, 0, 2) : x, states);
  }

  private static Value stacked(List<Value> states) {
    Shape one = Shape.of(1).append(states.get(0).shape());
    List<Value> layers = states.stream().map(state -> state.reshape(one)).toList();
    return layers.size() == 1 ? layers.get(0) : Concat.of(0, layers);
  }

  private List<Value> direction(
      Value x, int l, int direction, SequenceBatch batch, ForwardPass pass) {
    RecurrentCell cell = options.cell;
    int rows = x.shape().dim(1);
    String suffix = suffix(l, direction);
    List<Value> inputs = new ArrayList<>();
    inputs.add(projected(x, suffix, pass));
    inputs.add(parameter("weight_hh" + suffix, pass));
    for (int s = 0; s < cell.states(); s++) {
      int index = l * options.directions() + direction;
      Shape shape = Shape.of(rows, options.hidden);
      inputs.add(
          batch.states().isEmpty()
              ? pass.graph().full(shape, 0)
              : batch.states().get(s).slice(0, index, index + 1).reshape(shape));
    }
    if (cell.hasProductBias()) {
      int from = (cell.gates() - 1) * options.hidden;
      inputs.add(
          options.bias
              ? parameter("bias_hh" + suffix, pass).slice(0, from, from + options.hidden)
              : pass.graph().full(Shape.of(options.hidden), 0));
    }
    batch.lengths().ifPresent(inputs::add);
    return pass.graph().apply(new Recurrence(cell, direction == 1), inputs).outputs();
  }

  /** {@code x W^T + b} for all steps; b is the sum of both biases, but for the GRU's last gate. */
  private Value projected(Value x, String suffix, ForwardPass pass) {
    Shape shape = x.shape();
    Value rows = x.reshape(Math.multiplyExact(shape.dim(0), shape.dim(1)), shape.dim(2));
    Value product = rows.matmul(parameter("weight_ih" + suffix, pass), false, true);
    if (options.bias) {
      Value recurrent = parameter("bias_hh" + suffix, pass);
      if (options.cell.hasProductBias()) {
        int summed = (options.cell.gates() - 1) * options.hidden;
        recurrent = recurrent.slice(0, 0, summed).pad(0, 0, options.hidden);
      }
      product = product.add(parameter("bias_ih" + suffix, pass).add(recurrent));
    }
    return product.reshape(shape.with(2, product.shape().dim(1)));
  }

  private Value parameter(String name, ForwardPass pass) {
    return pass.value(parameters.get(name));
  }

  private void requireFits(SequenceBatch batch, ForwardPass pass) {
    Shape shape = batch.values().shape();
    if (!batch.values().dtype().isFloating() || shape.rank() != 3 || shape.dim(2) != options.in) {
      String axes = options.batchFirst ? "[B, T, " : "[T, B, ";
      throw refused(
          pass,
          "input must be FLOAT32 " + axes + options.in + "], got " + batch.values().type(),
          "set inputSize to its last dimension, or give it three dimensions; batchFirst() takes the"
              + " batch before time");
    }
    int rows = shape.dim(options.batchFirst ? 0 : 1);
    Optional<Value> lengths = batch.lengths();
    if (lengths.isPresent()
        && (lengths.get().dtype() != DType.INT32
            || !lengths.get().shape().equals(Shape.of(rows)))) {
      throw refused(
          pass,
          "lengths must be INT32 [" + rows + "], got " + lengths.get().type(),
          "give one number of steps for each row of the batch");
    }
    int expected = options.cell.states();
    Shape state = Shape.of(options.layers * options.directions(), rows, options.hidden);
    List<Value> states = batch.states();
    if (!states.isEmpty()
        && (states.size() != expected || states.stream().anyMatch(s -> !s.shape().equals(state)))) {
      throw refused(
          pass,
          "initial states must be "
              + expected
              + " of shape "
              + state
              + ", got "
              + states.stream().map(Value::type).toList(),
          "give what an earlier batch of as many rows has ended with, or none");
    }
  }

  private IllegalArgumentException refused(ForwardPass pass, String fault, String remedy) {
    return new IllegalArgumentException(layer + " " + pass.where() + ": " + fault + "; " + remedy);
  }

  @Override
  public String toString() {
    return layer
        + "("
        + options.in
        + " -> "
        + options.hidden
        + (options.layers == 1 ? "" : ", " + options.layers + " layers")
        + (options.bidirectional ? ", bidirectional" : "")
        + (options.dropout == 0 ? "" : ", dropout " + options.dropout)
        + (options.bias ? "" : ", no bias")
        + (options.batchFirst ? ", batch first" : "")
        + ")";
  }
}
