package io.deltarule.benchmarks.workload;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Layer;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizer;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.util.function.Supplier;

/**
 * A training that is timed here and in other engines under the same name: a classifier with softmax
 * cross-entropy, trained on one batch over and over.
 *
 * @param name its name, such as {@code mlp-small}
 * @param description model, batch and optimizer in a line
 * @param batch samples in its standard batch
 * @param sample the shape of one sample's features
 * @param vocabulary features are INT32 tokens below this; 0 for FLOAT32 features
 * @param classes labels are below this
 * @param learningRate the learning rate of every step
 * @param model makes the model
 * @param optimizer makes the optimizer
 */
public record TrainingWorkload(
    String name,
    String description,
    int batch,
    Shape sample,
    int vocabulary,
    int classes,
    double learningRate,
    Supplier<Layer> model,
    Supplier<Optimizer> optimizer) {

  /** The training, on an engine. */
  public Training training(Engine engine) {
    Training.Builder builder = Training.of(engine, model.get());
    builder = vocabulary == 0 ? builder.features(sample) : builder.indices(sample);
    return builder.labels().loss(CrossEntropy.mean()).optimizer(optimizer.get()).build();
  }

  /** A batch of random samples, the same each time. */
  public RandomBatch randomBatch(int size) {
    return RandomBatch.of(size, (int) sample.elementCount(), vocabulary, classes);
  }
}
