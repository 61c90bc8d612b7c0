package io.deltarule.data;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;

/** What must hold of the tensors of a data set. */
final class DatasetChecks {
  private DatasetChecks() {}

  static void checkLayout(Tensor features, Tensor targets) {
    if (features.dtype() == DType.FLOAT64) {
      throw new IllegalArgumentException(
          "Dataset: features must be FLOAT32, or INT32 for indices, got "
              + features.dtype()
              + "; use Tensor.to(FLOAT32)");
    }
    if (features.shape().rank() < 2 || targets.shape().rank() < 1) {
      throw new IllegalArgumentException(
          "Dataset: features must have shape [N, ...] and targets [N] or [N, ...], got "
              + features.shape()
              + " and "
              + targets.shape()
              + "; reshape a single column to [N, 1]");
    }
    int examples = features.shape().dim(0);
    if (examples != targets.shape().dim(0)) {
      throw new IllegalArgumentException(
          "Dataset: features "
              + features.shape()
              + " hold "
              + examples
              + " examples, targets "
              + targets.shape()
              + " "
              + targets.shape().dim(0)
              + "; both must be of the same examples");
    }
    if (features.size() == 0 || targets.size() == 0) {
      throw new IllegalArgumentException(
          "Dataset: is empty: features have shape "
              + features.shape()
              + ", targets "
              + targets.shape()
              + "; check the file or the filter that they came from");
    }
  }

  static void checkFinite(String what, Tensor tensor) {
    if (tensor.dtype() == DType.INT32) {
      return;
    }
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        Shape shape = tensor.shape();
        int columns = values.length / shape.dim(0);
        throw new IllegalArgumentException(
            "Dataset: "
                + what
                + " "
                + shape
                + " hold "
                + values[i]
                + " at row "
                + i / columns
                + ", column "
                + i % columns
                + " (both from 0); remove the row or fill in the value");
      }
    }
  }

  static void checkLabels(Tensor tensor, int classes) {
    int[] labels = tensor.ints();
    int columns = labels.length / tensor.shape().dim(0);
    if (classes < 2) {
      throw new IllegalArgumentException(
          "Dataset: classification needs at least 2 classes, got " + classes);
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "Dataset: label "
                + labels[i]
                + " at row "
                + i / columns
                + (columns == 1 ? "" : ", column " + i % columns)
                + " (from 0) is out of range: labels of "
                + classes
                + " classes are 0 to "
                + (classes - 1)
                + "; correct the label or the number of classes");
      }
    }
  }
}
