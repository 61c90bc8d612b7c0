package io.deltarule.benchmarks.workload;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Layer;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizer;
import io.deltarule.train.Training;
import java.util.function.Supplier;

/**
 * A training that is timed here and in other engines under the same name: a model with softmax
 * cross-entropy, trained on one batch over and over.
 *
 * @param name its name, such as {@code mlp-small}
 * @param description model, batch and optimizer in a line
 * @param batch samples in its standard batch
 * @param sample what a sample is
 * @param learningRate the learning rate of every step
 * @param model makes the model
 * @param optimizer makes the optimizer
 */
public record TrainingWorkload(
    String name,
    String description,
    int batch,
    TrainingSample sample,
    double learningRate,
    Supplier<Layer> model,
    Supplier<Optimizer> optimizer) {

  /** The training, on an engine. Weight decay applies to all parameters, as in the peers. */
  public Training training(Engine engine) {
    Training.Builder builder = Training.of(engine, model.get());
    builder =
        sample.hasTokens()
            ? builder.indices(sample.features())
            : builder.features(sample.features());
    return builder
        .labels(sample.labels())
        .loss(CrossEntropy.mean())
        .optimizer(optimizer.get())
        .decaying((name, parameter) -> true)
        .build();
  }

  /** The number of trained numbers; nothing is allocated for them. */
  public long parameterCount() {
    return ParameterLayout.of(model.get()).parameterCount();
  }

  /** A batch of random samples, the same each time. */
  public RandomBatch randomBatch(int size) {
    return RandomBatch.of(size, sample);
  }
}
