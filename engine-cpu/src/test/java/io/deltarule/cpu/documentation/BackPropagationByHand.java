package io.deltarule.cpu.documentation;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activations;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A network of two hidden units, its loss for a target, and the gradients. */
final class BackPropagationByHand {
  private BackPropagationByHand() {}

  static Map<String, Tensor> run(String device, double y) {
    // shown in docs/worked-examples.md
    Graph graph = new Graph();
    Value x = graph.constant(Tensor.of(Shape.of(1, 2), 0.5, -1.0));
    Value w1 = graph.constant(Tensor.of(Shape.of(2, 2), 0.8, 0.4, -0.5, 0.9));
    Value b1 = graph.constant(Tensor.of(Shape.of(2), 0.1, -0.2));
    Value w2 = graph.constant(Tensor.of(Shape.of(1, 2), 1.2, -0.7));
    Value b2 = graph.constant(Tensor.of(Shape.of(1), 0.3));

    Value z1 = x.matmul(w1, false, true).add(b1);
    Value z2 = z1.map(Activations.relu()).matmul(w2, false, true).add(b2);
    Value yhat = z2.map(Activations.sigmoid());
    Value loss = yhat.sub(y).square().sum();
    List<Value> gradients = ReverseMode.gradients(loss, List.of(w1, z2, w2));

    Computation computation =
        Computation.of(
            Map.of(
                "z1",
                z1,
                "yhat",
                yhat,
                "loss",
                loss,
                "dW1",
                gradients.get(0),
                "dz2",
                gradients.get(1),
                "dW2",
                gradients.get(2)));
    try (Engine engine = Engine.open(device)) {
      return engine.compile(computation, engine.newState()).run(Map.of());
    }
    // end
  }
}
