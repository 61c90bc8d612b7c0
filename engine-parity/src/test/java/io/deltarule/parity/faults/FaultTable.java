package io.deltarule.parity.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which faults were planted, in how many cases, and who caught how many of them. */
final class FaultTable {
  private static final class Row {
    private final Set<String> cases = new HashSet<>();
    private final Map<Judge, Integer> caughtBy = new EnumMap<>(Judge.class);
    private int planted;
    private int caught;
  }

  private final String title;
  private final List<Judge> judges;
  private final Map<String, Row> rows = new TreeMap<>();
  private final List<String> survivors = new ArrayList<>();

  FaultTable(String title, Judge... judges) {
    this.title = title;
    this.judges = List.of(judges);
  }

  /**
   * Counts one planted fault.
   *
   * @param where the case and the place in it, to find a survivor by
   * @param caughtBy everyone who caught it; nobody makes it a survivor
   */
  void add(String family, String fault, String inCase, String where, Set<Judge> caughtBy) {
    Row row = rows.computeIfAbsent(family + " | " + fault, key -> new Row());
    row.cases.add(inCase);
    row.planted++;
    caughtBy.forEach(judge -> row.caughtBy.merge(judge, 1, Integer::sum));
    if (caughtBy.isEmpty()) {
      survivors.add(family + ", " + fault + ", in " + inCase + ": " + where);
    } else {
      row.caught++;
    }
  }

  /** The faults that nobody caught. */
  List<String> survivors() {
    return Collections.unmodifiableList(survivors);
  }

  /** The number of faults planted. */
  int planted() {
    return rows.values().stream().mapToInt(row -> row.planted).sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title).append('\n');
    text.append(
        String.format(
            Locale.ROOT, "%-56s %6s %8s %7s", "family | fault", "cases", "planted", "caught"));
    judges.forEach(judge -> text.append(String.format(" %12s", judge.label())));
    text.append('\n');
    rows.forEach((name, row) -> line(text, name, row));
    return text.append(planted())
        .append(" planted, ")
        .append(planted() - survivors.size())
        .append(" caught\n")
        .toString();
  }

  private void line(StringBuilder text, String name, Row row) {
    text.append(
        String.format(
            Locale.ROOT, "%-56s %6d %8d %7d", name, row.cases.size(), row.planted, row.caught));
    for (Judge judge : judges) {
      text.append(String.format(Locale.ROOT, " %12d", row.caughtBy.getOrDefault(judge, 0)));
    }
    text.append('\n');
  }
}
