package io.deltarule.benchmarks.cases;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cases by what they are called: those of {@link Families}, and the catalogue of engine-parity. */
public final class CaseSelection {
  private static final String GRADIENT = "gradient of ";

  private final Map<String, List<BenchmarkCase>> families;

  private CaseSelection(Map<String, List<BenchmarkCase>> families) {
    this.families = families;
  }

  /** The cases that are made for benchmarks. */
  public static CaseSelection families() {
    return new CaseSelection(Families.all());
  }

  /** The cases of engine-parity: small, of every operation. */
  public static CaseSelection catalogue() {
    Map<String, List<BenchmarkCase>> families = new LinkedHashMap<>();
    OpCatalogue.families()
        .forEach(
            (name, cases) -> families.put(name, cases.stream().map(BenchmarkCase::of).toList()));
    return new CaseSelection(families);
  }

  /** How many cases each family has. */
  public Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    families.forEach((name, cases) -> sizes.put(name, cases.size()));
    return sizes;
  }

  /**
   * The names of the cases that are asked for.
   *
   * @param what families, operations, names of cases or beginnings of them; a name may be that of
   *     the gradient of a case of the catalogue
   * @return the names in the order asked for, each once
   * @throws IllegalArgumentException if one is none of these, with the families there are
   */
  public List<String> names(List<String> what) {
    Map<String, BenchmarkCase> chosen = new LinkedHashMap<>();
    for (String word : what) {
      chosen(word).forEach(c -> chosen.put(c.name(), c));
    }
    return new ArrayList<>(chosen.keySet());
  }

  private List<BenchmarkCase> chosen(String word) {
    List<BenchmarkCase> all = families.values().stream().flatMap(List::stream).toList();
    List<BenchmarkCase> found = all.stream().filter(c -> c.name().equals(word)).toList();
    if (found.isEmpty()) {
      found =
          all.stream().filter(c -> c.family().equals(word) || c.operation().equals(word)).toList();
    }
    if (found.isEmpty()) {
      found = all.stream().filter(c -> c.name().startsWith(word)).toList();
    }
    if (found.isEmpty() && word.startsWith(GRADIENT)) {
      found = List.of(named(word));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no family, operation or case '"
              + word
              + "', nor a case whose name begins so; the families are "
              + families.keySet());
    }
    return found;
  }

  /**
   * The case of a name, of either kind, or the gradient of the catalogue's case whose name follows
   * {@code gradient of}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BenchmarkCase named(String name) {
    for (List<BenchmarkCase> family : Families.all().values()) {
      for (BenchmarkCase candidate : family) {
        if (candidate.name().equals(name)) {
          return candidate;
        }
      }
    }
    boolean gradient = name.startsWith(GRADIENT);
    String plain = gradient ? name.substring(GRADIENT.length()) : name;
    OpCase found =
        OpCatalogue.all().stream()
            .filter(c -> c.name().equals(plain))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no case '"
                            + name
                            + "', neither in the benchmarks' families nor in the catalogue"));
    return BenchmarkCase.of(gradient ? found.gradient() : found);
  }
}
