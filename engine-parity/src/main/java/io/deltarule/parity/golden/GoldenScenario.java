package io.deltarule.parity.golden;

import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.loss.Loss;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedule;
import io.deltarule.optim.Schedules;
import java.util.function.BiPredicate;

/**
 * A small training that PyTorch has done as well: the twin, by its name, of an entry of {@code
 * golden_step_scenarios.py}.
 *
 * @param name the recording's name, such as {@code loss.huber}: a family, a dot, and the rest
 * @param model with the parameter names of PyTorch's model
 * @param loss gives one number
 * @param optimizer the optimizer
 * @param schedule the learning rate of each update
 * @param microBatches the number of runs that make an update
 * @param decays the parameters that weight decay applies to
 */
public record GoldenScenario(
    String name,
    Layer model,
    Loss loss,
    Optimizer optimizer,
    Schedule schedule,
    int microBatches,
    BiPredicate<String, Parameter> decays) {
  /** The learning rate if none is given; float32 holds it exactly. */
  static final double RATE = 0x1p-4;

  /** The learning rate of optimizers that make long steps. */
  static final double SMALL_RATE = 0x1p-6;

  /** A training by gradient descent at a constant rate. */
  public static GoldenScenario of(String name, Layer model, Loss loss) {
    return new GoldenScenario(
        name,
        model,
        loss,
        Optimizers.sgd(),
        Schedules.constant(RATE),
        1,
        (parameter, of) -> of.decays());
  }

  /** What it is a scenario of, such as {@code loss}. */
  public String family() {
    return name.substring(0, name.indexOf('.'));
  }

  /** The same with another model, whose parameters have the same names and shapes. */
  public GoldenScenario withModel(Layer changed) {
    return new GoldenScenario(name, changed, loss, optimizer, schedule, microBatches, decays);
  }

  /** The same with another loss. */
  public GoldenScenario withLoss(Loss changed) {
    return new GoldenScenario(name, model, changed, optimizer, schedule, microBatches, decays);
  }

  /** The same with another optimizer. */
  public GoldenScenario withOptimizer(Optimizer changed) {
    return new GoldenScenario(name, model, loss, changed, schedule, microBatches, decays);
  }

  /** The same with a constant learning rate. */
  public GoldenScenario withRate(double rate) {
    return withSchedule(Schedules.constant(rate));
  }

  /** The same with another schedule. */
  public GoldenScenario withSchedule(Schedule changed) {
    return new GoldenScenario(name, model, loss, optimizer, changed, microBatches, decays);
  }

  /** The same with the gradients of several batches averaged for an update. */
  public GoldenScenario accumulating(int batches) {
    return new GoldenScenario(name, model, loss, optimizer, schedule, batches, decays);
  }

  /** The same with weight decay on other parameters. */
  public GoldenScenario decaying(BiPredicate<String, Parameter> chosen) {
    return new GoldenScenario(name, model, loss, optimizer, schedule, microBatches, chosen);
  }

  @Override
  public String toString() {
    return name;
  }
}
