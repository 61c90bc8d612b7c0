package io.deltarule.data;

import java.util.List;

/**
 * How a CSV file is to be read. Immutable: every method gives a changed copy.
 *
 * @param hasHeader whether the first record names the columns; otherwise they are called "0", "1"
 *     ...
 * @param separator the character between fields
 * @param columns the columns to read, in this order; empty for all of the file's
 */
public record CsvFormat(boolean hasHeader, char separator, List<String> columns) {
  /** Copies the list of columns. */
  public CsvFormat {
    columns = List.copyOf(columns);
  }

  /** Comma-separated, the first record names the columns. */
  public static CsvFormat withHeader() {
    return new CsvFormat(true, ',', List.of());
  }

  /** Comma-separated, without names: the columns are called by their numbers from 0. */
  public static CsvFormat withoutHeader() {
    return new CsvFormat(false, ',', List.of());
  }

  /** The same with another separator, such as ';' or a tab. */
  public CsvFormat separatedBy(char newSeparator) {
    return new CsvFormat(hasHeader, newSeparator, columns);
  }

  /** The same, reading these columns only; the others need not be numbers. */
  public CsvFormat columns(String... names) {
    return new CsvFormat(hasHeader, separator, List.of(names));
  }
}
