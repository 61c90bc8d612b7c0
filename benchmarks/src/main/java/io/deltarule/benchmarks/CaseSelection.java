package io.deltarule.benchmarks;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operation cases, chosen from the catalogue of engine-parity and found again by name. */
final class CaseSelection {
  private static final String GRADIENT = "gradient of ";

  private CaseSelection() {}

  /**
   * The names of the cases that are asked for.
   *
   * @param what families, operations, and names of cases; a name may be that of a case's gradient
   * @return the names in the order asked for, each once
   * @throws IllegalArgumentException if one is neither, with the families there are
   */
  static List<String> names(List<String> what) {
    Map<String, OpCase> chosen = new LinkedHashMap<>();
    List<OpCase> all = OpCatalogue.all();
    for (String word : what) {
      List<OpCase> found =
          all.stream().filter(c -> c.family().equals(word) || c.operation().equals(word)).toList();
      (found.isEmpty() ? List.of(named(word)) : found).forEach(c -> chosen.put(c.name(), c));
    }
    return new ArrayList<>(chosen.keySet());
  }

  /**
   * The case of a name, or the gradient of the case whose name follows {@code gradient of}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static OpCase named(String name) {
    boolean gradient = name.startsWith(GRADIENT);
    String plain = gradient ? name.substring(GRADIENT.length()) : name;
    OpCase found =
        OpCatalogue.all().stream()
            .filter(c -> c.name().equals(plain))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the catalogue has no family, operation or case '"
                            + name
                            + "'; its families are "
                            + OpCatalogue.families().keySet()));
    return gradient ? found.gradient() : found;
  }
}
