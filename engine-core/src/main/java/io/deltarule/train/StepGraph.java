package io.deltarule.train;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.loss.LabelRange;
import io.deltarule.optim.OptimizerState;
import io.deltarule.optim.Update;
import io.deltarule.optim.UpdateContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The graphs of a training, for one batch size: the whole step (forward, loss, backward, update),
 * the gathering of a micro-batch's gradient, and evaluation.
 */
final class StepGraph {
  static final String FEATURES = "features";
  static final String TARGETS = "targets";
  static final String LOSS = "loss";
  static final String GRADIENT_OF = "gradient.";
  static final String GRADIENT_NORM = "gradientNorm";
  static final String PREDICTION = "prediction";

  /** A counter, advanced if the gate is 1. */
  private static final Expr COUNTED =
      Expr.input(0, ScalarType.INT).plus(Expr.input(1, ScalarType.INT));

  private final Problem problem;
  private final ParameterLayout layout;
  private final ParameterLayout buffers;
  private final ControlBlock control;
  private final Graph graph = new Graph();
  private final Value region;
  private final Map<Parameter, Value> parameters;
  private final Map<Parameter, Value> nextBuffers = new HashMap<>();
  private final Value features;
  private final Value seed;
  private final Value step;
  private final Value draw;
  private Optional<LabelRange> labels = Optional.empty();

  StepGraph(
      Problem problem,
      ParameterLayout layout,
      ParameterLayout buffers,
      ControlBlock control,
      int batch) {
    this.problem = problem;
    this.layout = layout;
    this.buffers = buffers;
    this.control = control;
    this.features = graph.placeholder(FEATURES, problem.features(batch));
    this.region = graph.read(layout.variable());
    this.parameters = new HashMap<>(graph.scoped("parameters", () -> layout.views(region)));
    if (buffers.size() > 0) {
      Value carried = graph.read(buffers.variable());
      parameters.putAll(graph.scoped("buffers", () -> buffers.views(carried)));
    }
    this.seed = graph.read(control.seed());
    this.step = graph.read(control.step());
    this.draw = graph.read(control.draw());
  }

  private Value predict(boolean training) {
    ForwardPass pass = new ForwardPass(graph, training, parameters, seed, draw);
    Value prediction = problem.model().forward(features, pass);
    nextBuffers.putAll(pass.updates());
    return prediction;
  }

  private Value loss(Value prediction) {
    Value targets = graph.placeholder(TARGETS, problem.targets(features.shape().dim(0)));
    Value loss = graph.scoped("loss", () -> problem.loss().apply(prediction, targets));
    if (loss.shape().elementCount() != 1) {
      throw new IllegalArgumentException(
          "the loss of a training must be one number, got "
              + loss.type()
              + "; give the loss the reduction MEAN or SUM");
    }
    if (problem.hasLabels()) {
      labels = problem.loss().labels(prediction.shape());
    }
    return loss;
  }

  /** The labels that the loss takes, known once a graph with a loss is built. */
  Optional<LabelRange> labels() {
    return labels;
  }

  private Value gradient(Value loss) {
    List<Value> gradients = gradients(loss);
    return graph.scoped("gradient", () -> layout.flatten(graph, gradients));
  }

  /** The gradients of all parameters in layout order. */
  private List<Value> gradients(Value loss) {
    if (layout.entries().isEmpty()) {
      throw new IllegalArgumentException(
          "training: the model has no parameters, so there is nothing to train; add a layer such as"
              + " Dense, or use evaluation() and inference() alone");
    }
    List<Value> values = new ArrayList<>();
    layout.entries().forEach(entry -> values.add(parameters.get(entry.parameter())));
    return ReverseMode.gradients(loss, values);
  }

  private static Value norm(Value gradient) {
    return gradient.sumOfSquares().sqrt();
  }

  /** INT32[]: 1 if loss and gradient norm are finite. */
  private static Value gate(Value loss, Value norm) {
    Expr finite = Expr.input(0).isFinite().and(Expr.input(1).isFinite());
    Expr gate = Expr.select(finite, Expr.constantInt(1), Expr.constantInt(0));
    return loss.reshape().pointwise(gate, norm);
  }

  /** Forward, loss, backward and update in one. */
  Computation trainingStep(OptimizerState optimizerState) {
    Value loss = loss(predict(true));
    Value gradient = gradient(loss);
    Value norm = graph.scoped("gradient.norm", () -> norm(gradient));
    Value gate = graph.scoped("gate", () -> gate(loss, norm));
    List<Assignment> assignments = update(optimizerState, gradient, norm, gate);
    assignments.addAll(bufferUpdates(gate));
    return new Computation(graph, outputs(loss, norm), assignments);
  }

  /** Forward, loss and backward; the gradient's share is added to the accumulator. */
  Computation accumulatingStep(Variable accumulator) {
    Value loss = loss(predict(true));
    Value sum = accumulate(gradient(loss), graph.read(accumulator));
    Value norm = graph.scoped("gradient.norm", () -> norm(sum));
    // A batch that is not finite can then be traced with the random numbers that it had.
    Value gate = graph.scoped("gate", () -> gate(loss, norm));
    List<Assignment> assignments = bufferUpdates(gate);
    assignments.add(Assignment.of(accumulator, sum));
    assignments.add(Assignment.of(control.draw(), draw.pointwise(COUNTED, gate)));
    return new Computation(graph, outputs(loss, norm), assignments);
  }

  /** The last micro-batch: accumulate, update, and empty the accumulator. */
  Computation applyingStep(Variable accumulator, OptimizerState optimizerState) {
    Value loss = loss(predict(true));
    Value mean = accumulate(gradient(loss), graph.read(accumulator));
    Value norm = graph.scoped("gradient.norm", () -> norm(mean));
    Value gate = graph.scoped("gate", () -> gate(loss, norm));
    List<Assignment> assignments = update(optimizerState, mean, norm, gate);
    assignments.add(Assignment.of(accumulator, graph.zerosLike(mean)));
    assignments.addAll(bufferUpdates(gate));
    return new Computation(graph, outputs(loss, norm), assignments);
  }

  /** Forward and backward alone: the loss, and the gradient of every parameter by its name. */
  Computation gradients(boolean training) {
    Value loss = loss(predict(training));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(LOSS, loss);
    List<Value> gradients = gradients(loss);
    for (int i = 0; i < gradients.size(); i++) {
      outputs.put(GRADIENT_OF + layout.entries().get(i).name(), gradients.get(i));
    }
    return Computation.of(outputs);
  }

  private Value accumulate(Value gradient, Value accumulated) {
    return graph.scoped(
        "gradient.accumulate", () -> accumulated.add(gradient.mul(1.0 / problem.microBatches())));
  }

  private List<Assignment> update(
      OptimizerState optimizerState, Value gradient, Value norm, Value gate) {
    return graph.scoped(
        "update",
        () -> {
          Value count = step.pointwise(Expr.input(0, ScalarType.INT).toFloat().plus(1));
          UpdateContext.StepValues values =
              new UpdateContext.StepValues(graph.read(control.learningRate()), count, norm, gate);
          List<Assignment> assignments =
              new ArrayList<>(
                  Update.assignments(
                      problem.optimizer(), layout, optimizerState, region, gradient, values));
          assignments.add(Assignment.of(control.step(), step.pointwise(COUNTED, gate)));
          assignments.add(Assignment.of(control.draw(), draw.pointwise(COUNTED, gate)));
          return assignments;
        });
  }

  /**
   * The running statistics and the like that the layers updated, each micro-batch's as it comes;
   * the old ones where the step must change nothing. One pointwise pass over all of them.
   */
  private List<Assignment> bufferUpdates(Value gate) {
    List<Assignment> assignments = new ArrayList<>();
    if (nextBuffers.isEmpty()) {
      return assignments;
    }
    return graph.scoped(
        "buffers",
        () -> {
          Value old = graph.read(buffers.variable());
          List<Value> next = new ArrayList<>();
          for (ParameterLayout.Entry entry : buffers.entries()) {
            Value carried = parameters.get(entry.parameter());
            next.add(nextBuffers.getOrDefault(entry.parameter(), carried));
          }
          Expr counts = Expr.input(2, ScalarType.INT).ne(Expr.constantInt(0));
          Expr gated = Expr.select(counts, Expr.input(0), Expr.input(1));
          Value flat = buffers.flatten(graph, next).pointwise(gated, old, gate);
          assignments.add(Assignment.of(buffers.variable(), flat));
          return assignments;
        });
  }

  private static Map<String, Value> outputs(Value loss, Value norm) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(LOSS, loss);
    outputs.put(GRADIENT_NORM, norm);
    return outputs;
  }

  /** Forward in evaluation mode, with the loss. */
  Computation evaluation() {
    Value prediction = predict(false);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(PREDICTION, prediction);
    outputs.put(LOSS, loss(prediction));
    return Computation.of(outputs);
  }

  /** Forward in evaluation mode, without a target. */
  Computation inference() {
    return Computation.of(Map.of(PREDICTION, predict(false)));
  }
}
