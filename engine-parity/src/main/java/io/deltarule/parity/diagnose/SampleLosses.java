package io.deltarule.parity.diagnose;

import io.deltarule.backend.Executable;
import io.deltarule.graph.Computation;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.Map;

/** The loss of each sample of a batch by itself, made when first asked for. */
final class SampleLosses implements AutoCloseable {
  /** With more samples than this, none is looked at: it would take long. */
  private static final int MOST = 32;

  private final Training training;
  private final boolean inTraining;
  private final Tensor features;
  private final Tensor targets;
  private Executable forward;
  private LossProbe probe;

  SampleLosses(Training training, boolean inTraining, Tensor features, Tensor targets) {
    this.training = training;
    this.inTraining = inTraining;
    this.features = features;
    this.targets = targets;
  }

  int batch() {
    return features.shape().dim(0);
  }

  /** The number of samples that can be asked for; 0 if there are too many, or only one. */
  int count() {
    return batch() > 1 && batch() <= MOST ? batch() : 0;
  }

  /** The loss of one sample; the probe is good until the next is asked for. */
  LossProbe of(int sample) {
    if (probe == null) {
      Computation gradients = training.gradientComputation(1, inTraining);
      Computation loss = Computation.of(Map.of("loss", gradients.outputs().get("loss")));
      forward = training.engine().compile(loss, training.state());
      probe = new LossProbe(forward, training.state().memory(training.layout().variable()));
    }
    write("features", row(features, sample));
    write("targets", row(targets, sample));
    return probe;
  }

  private void write(String name, Tensor value) {
    if (forward.plan().inputs().containsKey(name)) {
      forward.input(name).write(value);
    }
  }

  private static Tensor row(Tensor batch, int sample) {
    Shape shape = batch.shape().with(0, 1);
    int size = (int) shape.elementCount();
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = batch.get(sample * size + i);
    }
    Tensor row = Tensor.of(shape, values);
    return batch.dtype() == DType.INT32 ? row.to(DType.INT32) : row;
  }

  @Override
  public void close() {
    if (probe != null) {
      probe.close();
    }
  }
}
