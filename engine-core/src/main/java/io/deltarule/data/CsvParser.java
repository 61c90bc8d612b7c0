package io.deltarule.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.deltarule.persist.MalformedFileException;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Turns the records of a CSV file into rows of numbers. */
final class CsvParser {
  private final Path file;
  private final CsvFormat format;

  private List<String> names;
  private List<String> chosenNames;
  private int[] chosen;
  private float[] values = new float[1024];
  private int count;
  private int rows;

  private CsvParser(Path file, CsvFormat format) {
    this.file = file;
    this.format = format;
  }

  static CsvTable parse(Path file, CsvFormat format) throws IOException {
    // This decoder reports malformed UTF-8 instead of replacing it.
    try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      skipMark(text);
      try (CsvReader<CsvRecord> records = reader(text, format)) {
        return new CsvParser(file, format).table(records.iterator());
      }
    } catch (CsvParseException e) {
      throw new MalformedFileException(file, "is not valid CSV: " + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new MalformedFileException(file, "is not valid UTF-8", e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new MalformedFileException(file, "is not valid UTF-8", e);
      }
      throw e.getCause();
    }
  }

  /** Skips the byte order mark that some programs put before the text. */
  private static void skipMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  private static CsvReader<CsvRecord> reader(BufferedReader text, CsvFormat format) {
    return CsvReader.builder()
        .fieldSeparator(format.separator())
        .skipEmptyLines(true)
        // Counted in addRow instead, which names the file and both counts.
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(text);
  }

  private CsvTable table(Iterator<CsvRecord> records) throws IOException {
    while (records.hasNext()) {
      CsvRecord record = records.next();
      if (names == null) {
        start(record);
        if (format.hasHeader()) {
          continue;
        }
      }
      addRow(record);
    }
    if (rows == 0) {
      throw new MalformedFileException(
          file, "has no records" + (names == null ? "" : " after its header " + names));
    }
    return new CsvTable(
        chosenNames, Tensor.of(Shape.of(rows, chosen.length), Arrays.copyOf(values, count)));
  }

  private void start(CsvRecord first) throws IOException {
    if (format.hasHeader()) {
      names = first.getFields().stream().map(String::strip).toList();
      Set<String> seen = new HashSet<>();
      for (String name : names) {
        if (!seen.add(name)) {
          throw new MalformedFileException(
              file, "its header names two columns '" + name + "'; rename one");
        }
      }
    } else {
      names = IntStream.range(0, first.getFieldCount()).mapToObj(Integer::toString).toList();
    }
    chosenNames = format.columns().isEmpty() ? names : format.columns();
    chosen = chosenNames.stream().mapToInt(this::column).toArray();
  }

  private int column(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          file + ": there is no column '" + name + "'; the columns are " + names);
    }
    return index;
  }

  private void addRow(CsvRecord record) throws IOException {
    if (record.getFieldCount() != names.size()) {
      throw new MalformedFileException(
          file,
          where(record)
              + " has "
              + record.getFieldCount()
              + " fields, expected "
              + names.size()
              + " as in the first one; complete or remove it");
    }
    if (count > Integer.MAX_VALUE - 8 - chosen.length) {
      throw new MalformedFileException(
          file, "holds more numbers than one tensor; read fewer columns or split the file");
    }
    if (count + chosen.length > values.length) {
      int doubled = (int) Math.min(2L * values.length, Integer.MAX_VALUE - 8);
      values = Arrays.copyOf(values, Math.max(doubled, count + chosen.length));
    }
    for (int column : chosen) {
      values[count++] = number(record, column);
    }
    rows++;
  }

  private float number(CsvRecord record, int column) throws IOException {
    String field = record.getField(column).strip();
    if (!isDecimal(field)) {
      throw new MalformedFileException(
          file,
          where(record)
              + ", column '"
              + names.get(column)
              + "' "
              + (field.isEmpty() ? "is missing" : "is '" + shortened(field) + "', not a number")
              + "; fill it in, remove the record, or leave the column out");
    }
    float value;
    try {
      value = Float.parseFloat(field);
    } catch (NumberFormatException e) {
      throw new MalformedFileException(
          file,
          where(record)
              + ", column '"
              + names.get(column)
              + "' is '"
              + shortened(field)
              + "', not a number",
          e);
    }
    if (Float.isInfinite(value)) {
      throw new MalformedFileException(
          file,
          where(record)
              + ", column '"
              + names.get(column)
              + "' is "
              + shortened(field)
              + ", beyond the range of float32 (3.4e38); rescale the column");
    }
    return value;
  }

  /** The characters of a decimal number: Java also reads NaN, Infinity, hexadecimal and "1f". */
  private static boolean isDecimal(String field) {
    return !field.isEmpty()
        && field.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
  }

  private static String shortened(String field) {
    return field.length() <= 40 ? field : field.substring(0, 40) + "...";
  }

  /** Rows count from 1, without the header; lines as an editor counts them. */
  private String where(CsvRecord record) {
    return "row " + (rows + 1) + " (line " + record.getStartingLineNumber() + ")";
  }
}
