package io.deltarule.cli.recipe;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.deltarule.data.CsvTable;
import io.deltarule.persist.MalformedFileException;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The wages as numbers. A column of words becomes a column of 0 and 1 for each word but the first,
 * which is the one that all others are compared with.
 */
final class WagesTable {
  static final String TARGET = "wage";
  private static final String FILE = "wages/wages.csv";

  private static final List<String> NUMBERS =
      List.of("education", "south", "experience", "union", "age", "married");

  private static final Map<String, List<String>> WORDS = words();

  /** The number of features. */
  static final int FEATURES = features().size();

  private WagesTable() {}

  private static Map<String, List<String>> words() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    words.put("gender", List.of("male", "female"));
    words.put("race", List.of("white", "hispanic", "other"));
    words.put(
        "occupation",
        List.of("other", "management", "sales", "clerical", "service", "professional"));
    words.put("sector", List.of("other", "manufacturing", "construction"));
    return words;
  }

  /** The features' names, such as {@code education} and {@code gender=female}. */
  static List<String> features() {
    List<String> names = new ArrayList<>(NUMBERS);
    WORDS.forEach(
        (column, words) -> words.stream().skip(1).forEach(w -> names.add(column + "=" + w)));
    return List.copyOf(names);
  }

  /** The columns that a worker is described by, each with the words it may hold. */
  static String format() {
    List<String> parts = new ArrayList<>(NUMBERS.stream().map(name -> name + "=NUMBER").toList());
    WORDS.forEach((column, words) -> parts.add(column + "=" + String.join("|", words)));
    return String.join(",", parts);
  }

  static CsvTable load() throws IOException {
    List<String> columns = new ArrayList<>(features());
    columns.add(TARGET);
    List<float[]> rows = new ArrayList<>();
    try (InputStream in = Resources.open(FILE);
        CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(in)) {
      for (NamedCsvRecord row : reader) {
        rows.add(row(row));
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(FILE, e.getMessage(), e);
    }
    float[] values = new float[rows.size() * columns.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * columns.size(), columns.size());
    }
    return new CsvTable(columns, Tensor.of(Shape.of(rows.size(), columns.size()), values));
  }

  private static float[] row(NamedCsvRecord row) {
    float[] values = new float[FEATURES + 1];
    fill(row.getFieldsAsMap(), values);
    values[FEATURES] = number(TARGET, row.getField(TARGET));
    return values;
  }

  /**
   * Puts a worker's features into the first places of an array.
   *
   * @throws IllegalArgumentException if a column is missing or holds what it can't
   */
  static void fill(Map<String, String> worker, float[] into) {
    int next = 0;
    for (String column : NUMBERS) {
      into[next++] = number(column, worker.get(column));
    }
    for (Map.Entry<String, List<String>> column : WORDS.entrySet()) {
      List<String> words = column.getValue();
      int word = words.indexOf(worker.get(column.getKey()));
      if (word < 0) {
        throw new IllegalArgumentException(
            "column '"
                + column.getKey()
                + "' must be one of "
                + words
                + ", got "
                + quoted(worker.get(column.getKey())));
      }
      for (int i = 1; i < words.size(); i++) {
        into[next++] = i == word ? 1 : 0;
      }
    }
  }

  private static float number(String column, String text) {
    float value = Float.NaN;
    try {
      value = text == null ? Float.NaN : Float.parseFloat(text);
    } catch (NumberFormatException e) {
      value = Float.NaN;
    }
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "column '" + column + "' must be a finite number, got " + quoted(text));
    }
    return value;
  }

  private static String quoted(String text) {
    return text == null ? "nothing" : "'" + text + "'";
  }
}
