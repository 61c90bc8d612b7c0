package io.deltarule.data;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers in named columns, from a CSV file or elsewhere.
 *
 * @param columns the columns' names, each once
 * @param values FLOAT32 [rows, columns]
 */
public record CsvTable(List<String> columns, Tensor values) {
  /** Checks that names and values agree. */
  public CsvTable {
    columns = List.copyOf(columns);
    if (values.dtype() != DType.FLOAT32
        || values.shape().rank() != 2
        || values.shape().dim(1) != columns.size()) {
      throw new IllegalArgumentException(
          "CsvTable: "
              + columns.size()
              + " columns need values FLOAT32[rows, "
              + columns.size()
              + "], got "
              + values.dtype()
              + values.shape());
    }
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new IllegalArgumentException("CsvTable: two columns are called '" + column + "'");
      }
    }
  }

  /**
   * Reads a CSV file (RFC 4180, UTF-8, with or without byte order mark). Every field of a column
   * that is read must be a finite decimal number.
   *
   * @throws io.deltarule.persist.MalformedFileException if a record has too many or too few fields,
   *     a field is missing, NaN or not a number (the message names record, line and column), or
   *     there are no records
   * @throws IllegalArgumentException if the format names a column that the file doesn't have
   * @throws IOException if the file can't be read
   */
  public static CsvTable read(Path file, CsvFormat format) throws IOException {
    return CsvParser.parse(file, format);
  }

  /** The number of rows. */
  public int rows() {
    return values.shape().dim(0);
  }

  /**
   * The number of a column.
   *
   * @throws IllegalArgumentException if there is no column of this name
   */
  public int column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "CsvTable: there is no column '" + name + "'; the columns are " + columns);
    }
    return index;
  }

  /** Some columns in the given order, as a new table. */
  public CsvTable select(List<String> names) {
    int[] from = names.stream().mapToInt(this::column).toArray();
    float[] chosen = new float[rows() * from.length];
    for (int row = 0; row < rows(); row++) {
      for (int i = 0; i < from.length; i++) {
        chosen[row * from.length + i] = values.floats()[row * columns.size() + from[i]];
      }
    }
    return new CsvTable(names, Tensor.of(Shape.of(rows(), from.length), chosen));
  }

  /**
   * A data set that predicts the target columns from all others.
   *
   * @return features FLOAT32 [N, others], targets FLOAT32 [N, targets]
   * @throws IllegalArgumentException if a target column doesn't exist or no other column is left
   */
  public Dataset regression(String... targetColumns) {
    List<String> targets = Arrays.asList(targetColumns);
    return Dataset.regression(without(targets).values(), select(targets).values());
  }

  /**
   * A data set that predicts the class in the label column from all others.
   *
   * @param classes the number of classes; labels are 0 to {@code classes - 1}
   * @return features FLOAT32 [N, others], labels INT32 [N]
   * @throws IllegalArgumentException if the label column doesn't exist, a label isn't a whole
   *     number in range, or no other column is left
   */
  public Dataset classification(String labelColumn, int classes) {
    float[] column = select(List.of(labelColumn)).values().floats();
    int[] labels = new int[column.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (int) column[row];
      if (labels[row] != column[row]) {
        throw new IllegalArgumentException(
            "CsvTable: label column '"
                + labelColumn
                + "' holds "
                + column[row]
                + " in row "
                + row
                + " (from 0); class labels are whole numbers");
      }
    }
    return Dataset.classification(
        without(List.of(labelColumn)).values(), Tensor.of(Shape.of(rows()), labels), classes);
  }

  private CsvTable without(List<String> names) {
    List<String> rest = new ArrayList<>(columns);
    rest.removeAll(names);
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(
          "CsvTable: with targets " + names + " no column is left to predict them from");
    }
    return select(rest);
  }
}
