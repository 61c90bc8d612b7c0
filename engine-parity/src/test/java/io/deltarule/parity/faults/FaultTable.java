package io.deltarule.parity.faults;

import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Which faults were planted, in how many cases, and who caught how many of them. */
final class FaultTable {
  private static final class Row {
    private final Set<String> cases = new HashSet<>();
    private final Map<Judge, Integer> caughtBy = new EnumMap<>(Judge.class);
    private int planted;
    private int caught;
    private int without;
  }

  private final String title;
  private final List<Judge> judges;
  private final Map<String, Row> rows = new TreeMap<>();
  private final Map<String, Integer> timesCaught = new TreeMap<>();
  private final List<String> survivors = new ArrayList<>();

  FaultTable(String title, Judge... judges) {
    this.title = title;
    this.judges = List.of(judges);
  }

  /**
   * Counts one planted fault.
   *
   * @param sort the fault and what it is in, apart from sizes: one that is caught in no case
   *     survives
   * @param where the place in the case, to find a survivor by
   * @param effect whether it made a difference; if so somebody must catch it in this very case
   * @param caughtBy everyone who caught it
   */
  void add(
      OpCase inCase, String fault, String sort, String where, boolean effect, Set<Judge> caughtBy) {
    Row row = rows.computeIfAbsent(inCase.family() + " | " + fault, key -> new Row());
    row.cases.add(inCase.name());
    row.planted++;
    caughtBy.forEach(judge -> row.caughtBy.merge(judge, 1, Integer::sum));
    row.caught += caughtBy.isEmpty() ? 0 : 1;
    row.without += effect || !caughtBy.isEmpty() ? 0 : 1;
    if (effect && caughtBy.isEmpty()) {
      survivors.add(fault + " in " + inCase + ": " + where);
    }
    timesCaught.merge(sort, caughtBy.isEmpty() ? 0 : 1, Integer::sum);
  }

  /** In how many cases a sort of fault was caught so far. */
  int timesCaught(String sort) {
    return timesCaught.getOrDefault(sort, 0);
  }

  /** The faults that were noticed by nobody in a case, or had an effect in no case. */
  List<String> survivors() {
    List<String> all = new ArrayList<>(survivors);
    timesCaught.forEach(
        (sort, times) -> {
          if (times == 0) {
            all.add(sort + ", without effect in every case");
          }
        });
    return all;
  }

  /** The number of faults planted. */
  int planted() {
    return sum(row -> row.planted);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title).append('\n');
    text.append(
        format(
            "%-56s %6s %8s %7s %9s", "family | fault", "cases", "planted", "caught", "no effect"));
    judges.forEach(judge -> text.append(format(" %12s", judge.label())));
    text.append('\n');
    rows.forEach((name, row) -> text.append(line(name, row)));
    return text.append(
            format(
                "%d planted, %d kinds in %d places; %d caught, %d without effect in their case%n",
                planted(),
                rows.size(),
                timesCaught.size(),
                sum(row -> row.caught),
                sum(row -> row.without)))
        .toString();
  }

  private String line(String name, Row row) {
    StringBuilder text =
        new StringBuilder(
            format(
                "%-56s %6d %8d %7d %9d",
                name, row.cases.size(), row.planted, row.caught, row.without));
    judges.forEach(judge -> text.append(format(" %12d", row.caughtBy.getOrDefault(judge, 0))));
    return text.append('\n').toString();
  }

  private int sum(ToIntFunction<Row> count) {
    return rows.values().stream().mapToInt(count).sum();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
