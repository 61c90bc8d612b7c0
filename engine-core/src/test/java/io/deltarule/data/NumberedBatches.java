package io.deltarule.data;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;

/** Batches of one feature that holds {@code 100 * epoch + index}. */
record NumberedBatches(int batchesPerEpoch, Reader reader) implements BatchSource {
  NumberedBatches(int batchesPerEpoch) {
    this(batchesPerEpoch, (epoch, index, into) -> {});
  }

  @Override
  public Batch newBatch() {
    return new Batch(1, 0, Shape.of(1), DType.FLOAT32, Shape.scalar(), DType.INT32);
  }

  @Override
  public Reader newReader() {
    return (epoch, index, into) -> {
      reader.read(epoch, index, into);
      into.features().floats()[0] = 100 * epoch + index;
      into.setPosition(epoch, index);
    };
  }
}
