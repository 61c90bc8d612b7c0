package io.deltarule.parity.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A row of a table: the verdicts of a group of cases in one mode.
 *
 * @param group the family, or family and operation
 * @param mode what was looked at
 * @param cases the number of cases
 * @param failed how many failed
 * @param unsupported how many are not supported
 * @param worst the largest error over its bound of those that passed; NaN if none did
 * @param worstCase the name of the case with that error; empty if all were exact or none passed
 */
public record Row(
    String group,
    Mode mode,
    int cases,
    int failed,
    int unsupported,
    double worst,
    String worstCase) {

  /** One row for each group and mode, in the order in which they first appear. */
  static List<Row> of(List<Verdict> verdicts, Function<Verdict, String> group) {
    Map<String, Map<Mode, List<Verdict>>> groups =
        verdicts.stream()
            .collect(
                Collectors.groupingBy(
                    group,
                    LinkedHashMap::new,
                    Collectors.groupingBy(Verdict::mode, TreeMap::new, Collectors.toList())));
    return groups.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().entrySet().stream()
                    .map(mode -> of(entry.getKey(), mode.getKey(), mode.getValue())))
        .toList();
  }

  private static Row of(String group, Mode mode, List<Verdict> verdicts) {
    double worst = Double.NaN;
    String worstCase = "";
    for (Verdict verdict : verdicts) {
      if (verdict.status() == Verdict.Status.PASS && !(verdict.worst() <= worst)) {
        worst = verdict.worst();
        worstCase = worst == 0 ? "" : verdict.caseName();
      }
    }
    return new Row(
        group,
        mode,
        verdicts.size(),
        count(verdicts, Verdict.Status.FAIL),
        count(verdicts, Verdict.Status.UNSUPPORTED),
        worst,
        worstCase);
  }

  private static int count(List<Verdict> verdicts, Verdict.Status status) {
    return (int) verdicts.stream().filter(v -> v.status() == status).count();
  }

  /** The worst error over its bound in words, failures before numbers. */
  String result() {
    if (failed > 0) {
      return failed + " FAILED";
    }
    if (unsupported == cases) {
      return "unsupported";
    }
    String text;
    if (mode == Mode.DETERMINISM) {
      text = "same bits";
    } else {
      text = worst == 0 ? "exact" : String.format(Locale.ROOT, "%.3f", worst);
    }
    return unsupported == 0 ? text : text + ", " + unsupported + " unsupported";
  }
}
