package io.deltarule.train;

import io.deltarule.graph.TensorType;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.loss.Loss;
import io.deltarule.optim.Optimizer;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.function.BiPredicate;

/**
 * What is trained: everything that the graphs of a training depend on but the batch size.
 *
 * @param model the model
 * @param features one sample's features
 * @param target one sample's target: INT32[] for a label, FLOAT32 of the model's output for values
 * @param loss a loss that gives one number
 * @param optimizer the optimizer
 * @param decays whether weight decay applies to a parameter of a name
 * @param microBatches the number of batches whose gradients are averaged for one update
 */
record Problem(
    Layer model,
    TensorType features,
    TensorType target,
    Loss loss,
    Optimizer optimizer,
    BiPredicate<String, Parameter> decays,
    int microBatches) {

  TensorType features(int batch) {
    return batched(features, batch);
  }

  TensorType targets(int batch) {
    return batched(target, batch);
  }

  private static TensorType batched(TensorType sample, int batch) {
    return sample.withShape(Shape.of(batch).append(sample.shape()));
  }

  boolean hasLabels() {
    return target.dtype() == DType.INT32;
  }
}
