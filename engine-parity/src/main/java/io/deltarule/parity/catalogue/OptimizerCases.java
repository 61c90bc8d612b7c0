package io.deltarule.parity.catalogue;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Layer;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.OptimizerState;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformation;
import io.deltarule.optim.Transformations;
import io.deltarule.optim.Update;
import io.deltarule.optim.UpdateContext.StepValues;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One update by every optimizer and every link that they are made of: parameters, gradient, slots
 * and the scalars of the step are inputs, the new parameters and slots outputs.
 */
final class OptimizerCases {
  private static final String PARAMETERS = "parameters";
  private static final Domain GRADIENT = Domain.uniform(-2, 2);

  /** A weight of 15 elements that decays and a bias of 5 that does not, each padded to 16. */
  private static final Layer MODEL = Dense.of(3, 5);

  private OptimizerCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    add(cases, "sgd", Optimizers.sgd());
    add(cases, "momentum", Optimizers.momentum(0.9));
    add(cases, "nesterov", Optimizers.nesterov(0.9));
    add(cases, "adaGrad", Optimizers.adaGrad());
    add(cases, "rmsProp", Optimizers.rmsProp());
    add(cases, "adam", Optimizers.adam());
    add(cases, "adam", "adam with betas", Optimizers.adam(0.5, 0.75, 1e-3));
    add(cases, "adamW", Optimizers.adamW(0.01));
    add(cases, "adamW", "adamW with betas", Optimizers.adamW(0, 0.9, 1e-6, 0.1));
    add(cases, "nAdam", Optimizers.nAdam());
    add(cases, "lion", Optimizers.lion(0.1));
    link(cases, "scaleByLearningRate", Transformations.scaleByLearningRate());
    link(cases, "addDecayedWeights", Transformations.addDecayedWeights(0.25));
    link(cases, "clipByValue", Transformations.clipByValue(0.95));
    link(cases, "clipByGlobalNorm", Transformations.clipByGlobalNorm(1.2));
    link(cases, "trace", Transformations.trace(0.9, false));
    link(cases, "scaleByAdaGrad", Transformations.scaleByAdaGrad(0.1, 1e-10));
    link(cases, "scaleByRms", Transformations.scaleByRms(0.9, 1e-8, true));
    link(cases, "scaleByAdam", Transformations.scaleByAdam(0.9, 0.999, 1e-8));
    link(cases, "scaleByLion", Transformations.scaleByLion(0.9, 0.99));
    link(cases, "averageWeights", Transformations.averageWeights(0.75));
    Optimizer whole =
        Optimizers.adamW(0.01)
            .precededBy(Transformations.clipByGlobalNorm(1))
            .followedBy(Transformations.averageWeights(0.99));
    add(cases, "adamW", "adamW between clipping and averaging", whole);
    for (int width : new int[] {1, 17, 97}) {
      cases.add(update("adam", "adam of " + width, Optimizers.adam(), Dense.of(width, width), 4));
    }
    return cases;
  }

  private static void link(List<OpCase> cases, String name, Transformation link) {
    add(cases, name, Optimizer.of(name, link));
  }

  private static void add(List<OpCase> cases, String operation, Optimizer optimizer) {
    add(cases, operation, operation, optimizer);
  }

  private static void add(List<OpCase> cases, String operation, String name, Optimizer optimizer) {
    cases.add(update(operation, name + " at the first step", optimizer, MODEL, 1));
    cases.add(update(operation, name + " at step 1000", optimizer, MODEL, 1000));
    cases.add(update(operation, name + " at a step that does not count", optimizer, MODEL, 0));
    cases.add(
        update(
            operation,
            name + " of extreme gradients",
            optimizer,
            MODEL,
            2,
            // The square of 1e18 is a float32.
            Domain.values(
                0.0, -0.0, 1e-40f, -1e-30f, 1e-6f, -1, 1e4f, (float) -1e18, (float) 1e18)));
  }

  private static OpCase update(
      String operation, String name, Optimizer optimizer, Layer model, int step) {
    return update(operation, name, optimizer, model, step, GRADIENT);
  }

  private static OpCase update(
      String operation, String name, Optimizer optimizer, Layer model, int step, Domain gradient) {
    ParameterLayout layout = ParameterLayout.of(model);
    OptimizerState state = new OptimizerState(layout.size());
    OpCase.Builder builder =
        OpCase.named("update by " + name)
            .operation(operation)
            .constant(PARAMETERS, Domain.uniform(-1, 1), layout.size())
            .constant("gradient", gradient, layout.size())
            .constant("learningRate", Domain.values(0.0625))
            .constant("count", Domain.values(Math.max(1, step)))
            .constant("gradientNorm", Domain.values(3.5))
            .integer("gate", Domain.values(step == 0 ? 0 : 1));
    // Building the update once is what makes the slots.
    assignments(optimizer, layout, state);
    for (OptimizerState.Slot slot : state.slots()) {
      builder.constant(slot.variable().name(), domain(slot), dims(slot.variable().type()));
    }
    return builder.computesAll(
        in -> VariablesAsInputs.values(assignments(optimizer, layout, state), in));
  }

  /** What a slot may hold: sums of squares are not negative, and the mean's square below them. */
  private static Domain domain(OptimizerState.Slot slot) {
    return switch (slot.variable().name().replace("optimizer.", "")) {
      case "moment2", "squares", "sum" -> Domain.uniform(1, 2);
      case "muProduct" -> Domain.values(0.75);
      default -> Domain.uniform(-0.5, 0.5);
    };
  }

  private static int[] dims(TensorType type) {
    return type.shape().rank() == 0 ? new int[0] : new int[] {type.shape().dim(0)};
  }

  private static List<Assignment> assignments(
      Optimizer optimizer, ParameterLayout layout, OptimizerState state) {
    Graph graph = new Graph();
    TensorType flat = TensorType.float32(layout.size());
    StepValues step =
        new StepValues(
            graph.placeholder("learningRate", TensorType.float32()),
            graph.placeholder("count", TensorType.float32()),
            graph.placeholder("gradientNorm", TensorType.float32()),
            graph.placeholder("gate", new TensorType(DType.INT32, Shape.scalar())));
    Value region = graph.read(layout.variable());
    Value gradient = graph.placeholder("gradient", flat);
    return Update.assignments(optimizer, layout, state, region, gradient, step);
  }
}
