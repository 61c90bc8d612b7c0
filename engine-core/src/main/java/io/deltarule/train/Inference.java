package io.deltarule.train;

import io.deltarule.backend.Executable;
import io.deltarule.backend.Port;
import io.deltarule.tensor.Tensor;

/** The compiled forward pass in evaluation mode, for a batch size. */
public final class Inference {
  private final Executable executable;

  Inference(Executable executable) {
    this.executable = executable;
  }

  /** Where the batch's features go: FLOAT32 [batch, ...], or INT32 for indices. */
  public Port features() {
    return executable.input(StepGraph.FEATURES);
  }

  /** Where the model's output appears: FLOAT32 [batch, ...]. */
  public Port prediction() {
    return executable.output(StepGraph.PREDICTION);
  }

  public void run() {
    executable.run();
  }

  /** The model's output for a batch of features. */
  public Tensor predict(Tensor features) {
    features().write(features);
    run();
    return prediction().read();
  }
}
