package io.deltarule.parity.catalogue;

import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All operation cases, by family. Their names are unique. */
public final class OpCatalogue {
  private OpCatalogue() {}

  /** The cases of every family, by its name. */
  public static Map<String, List<OpCase>> families() {
    Map<String, List<OpCase>> families = new LinkedHashMap<>();
    add(families, "pointwise", PointwiseCases.all());
    add(families, "broadcast", BroadcastCases.all());
    add(families, "integer", IntegerCases.all());
    add(families, "reduce", ReduceCases.all());
    add(families, "matmul", MatMulCases.all());
    add(families, "layout", LayoutCases.all());
    add(families, "index", IndexCases.all());
    add(families, "softmax", SoftmaxCases.all());
    add(families, "random", RandomCases.all());
    return families;
  }

  private static void add(Map<String, List<OpCase>> families, String name, List<OpCase> cases) {
    families.put(name, cases.stream().map(opCase -> opCase.inFamily(name)).toList());
  }

  /** Every case of every family. */
  public static List<OpCase> all() {
    List<OpCase> all = new ArrayList<>();
    families().values().forEach(all::addAll);
    return all;
  }

  /** The cases that have a gradient. */
  public static List<OpCase> differentiable() {
    return all().stream().filter(c -> !c.differentiable().isEmpty()).toList();
  }
}
