package io.deltarule.parity.diagnose;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The loss of one sample of a batch, up to a constant factor: that of a batch in which it stands in
 * every place.
 */
final class SampleLosses {
  /** With more samples than this, none is looked at: it would take long. */
  private static final int MOST = 32;

  private final LossProbe probe;
  private final Map<String, Tensor> inputs;
  private final int batch;

  /**
   * The samples of a batch.
   *
   * @param inputs the batch by input name, each [batch, ...]
   */
  SampleLosses(LossProbe probe, Map<String, Tensor> inputs, int batch) {
    this.probe = probe;
    this.inputs = inputs;
    this.batch = batch;
  }

  int batch() {
    return batch;
  }

  /** The number of samples that can be asked for; 0 if there are too many, or only one. */
  int count() {
    return batch > 1 && batch <= MOST ? batch : 0;
  }

  /** Computes something while the batch consists of one sample alone. */
  <T> T with(int sample, Supplier<T> computation) {
    Map<String, Tensor> repeated = new LinkedHashMap<>();
    inputs.forEach((name, value) -> repeated.put(name, repeat(value, sample)));
    probe.write(repeated);
    try {
      return computation.get();
    } finally {
      probe.write(inputs);
    }
  }

  private static Tensor repeat(Tensor batch, int sample) {
    Shape shape = batch.shape();
    int size = batch.size() / shape.dim(0);
    double[] values = new double[batch.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = batch.get(sample * size + i % size);
    }
    return Tensor.of(shape, values).to(batch.dtype());
  }
}
