package io.deltarule.data;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;

/**
 * Brings every column of a tensor [N, ...] to mean 0 and standard deviation 1, with numbers that
 * were found on the training data and are used unchanged everywhere else.
 *
 * <p>{@code (x - mean) / deviation}, the deviation with divisor N, as scikit-learn's StandardScaler
 * has it. A column that is constant keeps deviation 1: it becomes 0.
 */
public final class Standardizer {
  private final Shape columnShape;
  private final double[] mean;
  private final double[] deviation;

  private Standardizer(Shape columnShape, double[] mean, double[] deviation) {
    this.columnShape = columnShape;
    this.mean = mean;
    this.deviation = deviation;
  }

  /**
   * Finds mean and deviation of every column, in two passes in float64.
   *
   * @param values FLOAT32 [N, ...], such as {@code train.features()}; every place after the first
   *     axis is a column
   * @throws IllegalArgumentException if the type isn't FLOAT32 or there are no rows
   */
  public static Standardizer fit(Tensor values) {
    if (values.dtype() != DType.FLOAT32 || values.shape().rank() < 1 || values.size() == 0) {
      throw new IllegalArgumentException(
          "Standardizer: needs FLOAT32[N, ...] with at least one row, got "
              + values.dtype()
              + values.shape());
    }
    Shape shape = values.shape();
    Shape columnShape = shape.slice(1, shape.rank());
    int columns = (int) columnShape.elementCount();
    int rows = shape.dim(0);
    float[] data = values.floats();
    double[] mean = new double[columns];
    for (int i = 0; i < data.length; i++) {
      mean[i % columns] += data[i];
    }
    for (int c = 0; c < columns; c++) {
      mean[c] /= rows;
    }
    double[] deviation = new double[columns];
    boolean[] varies = new boolean[columns];
    for (int i = 0; i < data.length; i++) {
      varies[i % columns] |= data[i] != data[i % columns];
      double difference = data[i] - mean[i % columns];
      deviation[i % columns] += difference * difference;
    }
    for (int c = 0; c < columns; c++) {
      // Not told from the sum: the mean of equal numbers can miss them by rounding.
      deviation[c] = varies[c] ? Math.sqrt(deviation[c] / rows) : 1;
    }
    return new Standardizer(columnShape, mean, deviation);
  }

  /**
   * A standardizer of known numbers, such as were saved with a model.
   *
   * @param mean one number a column
   * @param deviation one positive number a column, of the same shape
   * @throws IllegalArgumentException if the shapes differ or a deviation isn't positive
   */
  public static Standardizer of(Tensor mean, Tensor deviation) {
    if (!mean.shape().equals(deviation.shape())) {
      throw new IllegalArgumentException(
          "Standardizer: mean "
              + mean.shape()
              + " and deviation "
              + deviation.shape()
              + " must have one shape");
    }
    for (int c = 0; c < deviation.size(); c++) {
      if (!(deviation.get(c) > 0) || !Double.isFinite(mean.get(c))) {
        throw new IllegalArgumentException(
            "Standardizer: column "
                + c
                + " has mean "
                + mean.get(c)
                + " and deviation "
                + deviation.get(c)
                + "; expected a finite and a positive number");
      }
    }
    return new Standardizer(mean.shape(), mean.toDoubles(), deviation.toDoubles());
  }

  /** The columns' means, FLOAT64, shaped as one example. */
  public Tensor mean() {
    return Tensor.of(columnShape, mean.clone());
  }

  /** The columns' standard deviations, FLOAT64, shaped as one example. */
  public Tensor deviation() {
    return Tensor.of(columnShape, deviation.clone());
  }

  /**
   * Standardized values as a new tensor.
   *
   * @param values FLOAT32 [M, ...] with the columns that this was fitted to
   * @throws IllegalArgumentException if type or columns differ
   */
  public Tensor apply(Tensor values) {
    float[] data = checked(values);
    float[] result = new float[data.length];
    for (int i = 0; i < data.length; i++) {
      int c = i % mean.length;
      result[i] = (float) ((data[i] - mean[c]) / deviation[c]);
    }
    return Tensor.of(values.shape(), result);
  }

  /**
   * The values that {@link #apply} made these from, to rounding: predictions in the data's own
   * unit.
   *
   * @param standardized FLOAT32 [M, ...] with the columns that this was fitted to
   * @throws IllegalArgumentException if type or columns differ
   */
  public Tensor invert(Tensor standardized) {
    float[] data = checked(standardized);
    float[] result = new float[data.length];
    for (int i = 0; i < data.length; i++) {
      int c = i % mean.length;
      result[i] = (float) (data[i] * deviation[c] + mean[c]);
    }
    return Tensor.of(standardized.shape(), result);
  }

  private float[] checked(Tensor values) {
    Shape shape = values.shape();
    if (values.dtype() != DType.FLOAT32
        || shape.rank() < 1
        || !shape.slice(1, shape.rank()).equals(columnShape)) {
      throw new IllegalArgumentException(
          "Standardizer: was fitted to columns "
              + columnShape
              + ", got "
              + values.dtype()
              + shape
              + "; expected FLOAT32 with one axis before them");
    }
    return values.floats();
  }
}
