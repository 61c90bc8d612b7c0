package io.deltarule.parity.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Changes that are no faults, since the changed formula is right too. Each entry says why, and must
 * be needed.
 */
final class Harmless {
  private final Map<Pattern, String> reasons = new LinkedHashMap<>();

  /**
   * Adds an entry.
   *
   * @param why the reason
   * @param change a regular expression that is found in the fault and its site
   */
  Harmless because(String why, String change) {
    reasons.put(Pattern.compile(change), why);
    return this;
  }

  /** The survivors that no entry explains, and the entries that explain none. */
  List<String> unexplained(List<String> survivors) {
    List<String> unexplained = new ArrayList<>(survivors);
    reasons.forEach(
        (change, why) -> {
          if (!unexplained.removeIf(survivor -> change.matcher(survivor).find())) {
            unexplained.add("entry that explains no survivor: " + change + ", " + why);
          }
        });
    return unexplained;
  }
}
