package io.deltarule.parity.catalogue;

import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.EmbeddingBag;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.Lambda;
import io.deltarule.layer.Layer;
import io.deltarule.layer.ReshapeSamples;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.Softmax;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Every layer, built from its parameters as inputs, with gradients by all of them. */
final class LayerCases {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);

  private LayerCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    dense(cases);
    dropout(cases);
    embedding(cases);
    shapes(cases);
    compositions(cases);
    cases.addAll(SpatialLayerCases.all());
    return cases;
  }

  private static void dense(List<OpCase> cases) {
    cases.add(evaluation(Dense.of(1, 1), 1, 1));
    cases.add(evaluation(Dense.of(3, 5), 2, 3));
    cases.add(evaluation(Dense.of(16, 8), 4, 16));
    cases.add(evaluation(Dense.of(17, 33), 15, 17));
    cases.add(evaluation(Dense.of(31, 16), 0, 31));
    cases.add(evaluation(Dense.of(7, 4), 7));
    cases.add(evaluation(Dense.of(5, 9), 2, 3, 5));
    cases.add(evaluation(Dense.of(8, 7).withoutBias(), 3, 8));
    cases.add(evaluation(Dense.of(1, 17).withoutBias(), 1));
  }

  private static void dropout(List<OpCase> cases) {
    for (double probability : new double[] {0, 0.3, 0.5, 1}) {
      cases.add(training(Dropout.of(probability), 7, 9));
    }
    cases.add(training(Dropout.of(0.1), 1031));
    cases.add(training(Dropout.of(0.1), 0, 3));
    cases.add(evaluation(Dropout.of(0.3), 7, 9));
    cases.add(
        training(
            Sequential.of(Dropout.of(0.25), Dense.of(9, 5), Activation.tanh(), Dropout.of(0.5)),
            4,
            9));
  }

  private static void embedding(List<OpCase> cases) {
    cases.add(embedding(Embedding.of(1, 1), 1, 3));
    cases.add(embedding(Embedding.of(11, 17), 11, 4, 5));
    cases.add(embedding(Embedding.of(5, 3), 5));
    // The gradient of a padding vector that is used is not its derivative, but 0 by definition:
    // golden trainings show that. Here it is not used.
    cases.add(embedding(Embedding.of(5, 3).withPadding(4), 4, 9));
    cases.add(embedding(Embedding.of(8, 3).withPadding(7), 7, 2, 7));
    cases.add(embedding(EmbeddingBag.sum(11, 17), 11, 4, 5));
    cases.add(embedding(EmbeddingBag.mean(11, 16), 11, 4, 7));
    cases.add(embedding(EmbeddingBag.mean(3, 5), 3, 2, 0));
    cases.add(embedding(EmbeddingBag.mean(3, 5), 3, 6));
    cases.add(embedding(EmbeddingBag.sum(5, 3).withPadding(2), 5, 4, 6));
    cases.add(embedding(EmbeddingBag.mean(5, 3).withPadding(0), 5, 4, 6));
    // Of padding alone.
    cases.add(embedding(EmbeddingBag.mean(1, 3).withPadding(0), 1, 2, 3));
    cases.add(embedding(Sequential.of(EmbeddingBag.mean(7, 4), Dense.of(4, 3)), 7, 3, 5));
  }

  private static void shapes(List<OpCase> cases) {
    cases.add(evaluation(new Flatten(), 5));
    cases.add(evaluation(new Flatten(), 2, 3, 4, 5));
    cases.add(evaluation(new Flatten(), 0, 3, 4));
    cases.add(evaluation(new ReshapeSamples(Shape.of(3, 4)), 5, 12));
    cases.add(evaluation(new ReshapeSamples(Shape.of(8)), 3, 2, 2, 2));
    cases.add(evaluation(Softmax.overLastAxis(), 3, 17));
    cases.add(evaluation(Softmax.logOverLastAxis(), 3, 17));
    cases.add(evaluation(new Softmax(1, false), 2, 5, 3));
  }

  private static void compositions(List<OpCase> cases) {
    cases.add(evaluation(Activation.of(Activations.silu()), 3, 11));
    cases.add(evaluation(Lambda.of("square and halve", x -> x.square().mul(0.5)), 3, 5));
    cases.add(evaluation(Sequential.of(List.of()), 2, 3));
    cases.add(evaluation(Sequential.of(Dense.of(7, 16), Activation.tanh(), Dense.of(16, 3)), 5, 7));
    cases.add(evaluation(Sequential.named(Map.of("only", Dense.of(4, 4))), 3, 4));
    cases.add(evaluation(Residual.of(Sequential.of(Dense.of(9, 9), Activation.tanh())), 4, 9));
    cases.add(evaluation(Residual.of(Dense.of(5, 8)).withShortcut(Dense.of(5, 8)), 3, 5));
    Dense tied = Dense.of(6, 6);
    cases.add(evaluation(Sequential.of(tied, Activation.sigmoid(), tied), 3, 6));
  }

  private static OpCase embedding(Layer layer, int indices, int... input) {
    return builtFrom(layer, true, input, b -> b.integer("x", Domain.integers(0, indices), input));
  }

  static OpCase training(Layer layer, int... input) {
    return builtFrom(layer, true, input);
  }

  static OpCase evaluation(Layer layer, int... input) {
    return builtFrom(layer, false, input);
  }

  private static OpCase builtFrom(Layer layer, boolean training, int... input) {
    return builtFrom(layer, training, input, b -> b.input("x", ELEMENTS, input));
  }

  static OpCase builtFrom(
      Layer layer, boolean training, int[] input, UnaryOperator<OpCase.Builder> withInput) {
    BuiltLayer built = new BuiltLayer(layer, training);
    String mode = training ? " in training" : " in evaluation";
    OpCase.Builder builder =
        OpCase.named(title(layer) + " of " + Arrays.toString(input) + mode)
            .operation(layer.getClass().getSimpleName());
    return built
        .declared(withInput.apply(builder))
        .computes(in -> layer.forward(in.get("x"), built.pass(in)));
  }

  private static String title(Layer layer) {
    if (layer instanceof Residual residual) {
      return "Residual" + residual.children();
    }
    return layer.toString();
  }
}
