package io.deltarule.optim;

/**
 * The usual optimizers, as chains of {@link Transformations}. Defaults are PyTorch's. Where the
 * literature and PyTorch differ, PyTorch's form is taken and the difference stated.
 *
 * <p>Weight decay applies to the parameters that decay ({@code Parameter.decays()}), not to biases
 * and scales of normalisations, unless the training chooses others. <em>Decoupled</em> decay
 * (AdamW, Lion) shrinks the weights beside the gradient's update; <em>coupled</em> decay (the
 * others) adds to the gradient.
 */
public final class Optimizers {
  private Optimizers() {}

  /** Stochastic gradient descent, p -= lr g (Robbins and Monro 1951). */
  public static Optimizer sgd() {
    return Optimizer.of("sgd", Transformations.scaleByLearningRate());
  }

  /** SGD with momentum, b = momentum b + g, p -= lr b (Polyak 1964). */
  public static Optimizer momentum(double momentum) {
    return Optimizer.of(
        "momentum", Transformations.trace(momentum, false), Transformations.scaleByLearningRate());
  }

  /**
   * SGD with Nesterov's momentum, b = momentum b + g, p -= lr (g + momentum b) (Sutskever et al.
   * 2013, in the form that evaluates the gradient at the parameters themselves).
   */
  public static Optimizer nesterov(double momentum) {
    return Optimizer.of(
        "nesterov", Transformations.trace(momentum, true), Transformations.scaleByLearningRate());
  }

  /** AdaGrad with epsilon 1e-10 (Duchi et al. 2011). */
  public static Optimizer adaGrad() {
    return Optimizer.of(
        "adagrad", Transformations.scaleByAdaGrad(0, 1e-10), Transformations.scaleByLearningRate());
  }

  /**
   * RMSProp with decay 0.99 and epsilon 1e-8, added outside the root (Tieleman and Hinton 2012).
   */
  public static Optimizer rmsProp() {
    return Optimizer.of(
        "rmsprop",
        Transformations.scaleByRms(0.99, 1e-8, false),
        Transformations.scaleByLearningRate());
  }

  /** Adam with betas 0.9 and 0.999 and epsilon 1e-8 (Kingma and Ba 2015). */
  public static Optimizer adam() {
    return adam(0.9, 0.999, 1e-8);
  }

  /** Adam. */
  public static Optimizer adam(double beta1, double beta2, double epsilon) {
    return Optimizer.of(
        "adam",
        Transformations.scaleByAdam(beta1, beta2, epsilon),
        Transformations.scaleByLearningRate());
  }

  /** AdamW with Adam's defaults and decoupled weight decay (Loshchilov and Hutter 2019). */
  public static Optimizer adamW(double weightDecay) {
    return adamW(0.9, 0.999, 1e-8, weightDecay);
  }

  /** AdamW: the decay is multiplied by the learning rate, as in PyTorch. */
  public static Optimizer adamW(double beta1, double beta2, double epsilon, double weightDecay) {
    return Optimizer.of(
        "adamw",
        Transformations.scaleByAdam(beta1, beta2, epsilon),
        Transformations.addDecayedWeights(weightDecay),
        Transformations.scaleByLearningRate());
  }

  /** NAdam with momentum decay 0.004 (Dozat 2016, in PyTorch's form). */
  public static Optimizer nAdam() {
    return Optimizer.of(
        "nadam", new ScaleByNAdam(0.9, 0.999, 1e-8, 0.004), Transformations.scaleByLearningRate());
  }

  /** Lion with betas 0.9 and 0.99 and decoupled weight decay (Chen et al. 2023). */
  public static Optimizer lion(double weightDecay) {
    return Optimizer.of(
        "lion",
        Transformations.scaleByLion(0.9, 0.99),
        Transformations.addDecayedWeights(weightDecay),
        Transformations.scaleByLearningRate());
  }
}
