package io.deltarule.plan;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns that line up, two spaces apart; no line ends in spaces. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> rightAligned;

  /**
   * A table with its first row.
   *
   * @param rightAligned for every column, whether its cells end rather than start together
   */
  public TextTable(List<String> header, List<Boolean> rightAligned) {
    this.rightAligned = List.copyOf(rightAligned);
    add(header);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has more or fewer cells than the header
   */
  public void add(List<String> row) {
    if (row.size() != rightAligned.size()) {
      throw new IllegalArgumentException(
          "table: a row has " + rightAligned.size() + " cells, got " + row);
    }
    rows.add(List.copyOf(row));
  }

  /** The rows; every line ends with '\n'. */
  @Override
  public String toString() {
    int[] widths = new int[rightAligned.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> append(text, row, widths));
    return text.toString();
  }

  private void append(StringBuilder text, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String space = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? "" : "  ");
      line.append(rightAligned.get(column) ? space + cell : cell + space);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
