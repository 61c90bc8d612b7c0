package io.deltarule.parity.diagnose;

import java.util.List;

/** Rows of cells as aligned text. */
final class Columns {
  private Columns() {}

  /**
   * Lines that end with '\n', cells two spaces apart.
   *
   * @param rows of equal length
   * @param right the columns that are aligned to the right
   */
  static String print(List<List<String>> rows, List<Integer> right) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String space = " ".repeat(widths[column] - row.get(column).length());
        line.append(column == 0 ? "" : "  ");
        line.append(right.contains(column) ? space + row.get(column) : row.get(column) + space);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
