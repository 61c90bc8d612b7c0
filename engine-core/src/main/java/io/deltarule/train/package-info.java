/**
 * Training: a model, a loss and an optimizer become compiled steps, and a loop over data.
 *
 * <p>{@link io.deltarule.train.Training} owns the state of a model that is being trained and gives
 * compiled {@link io.deltarule.train.TrainingStep}s and {@link io.deltarule.train.Evaluation}s for
 * any batch size, all over the same state. {@link io.deltarule.train.Trainer} is the loop: epochs,
 * shuffling, prefetch, schedule, evaluation, listeners, early stopping.
 *
 * <p>{@link io.deltarule.train.GptDecoder} has a trained {@link io.deltarule.layer.Gpt} read a
 * token at a time and give the logits of the next, for package {@code generate} to choose from.
 *
 * <p>Depends on layer, loss, optim, metric, data, persist, backend and diagnose.
 */
package io.deltarule.train;
