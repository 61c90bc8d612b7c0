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
    add(families, "pointwise", PointwiseCases.all(), BlockingCases.pointwise());
    add(families, "broadcast", BroadcastCases.all());
    add(families, "integer", IntegerCases.all());
    add(families, "reduce", ReduceCases.all(), BlockingCases.reduce(), ExtremeCases.reduce());
    add(families, "matmul", MatMulCases.all(), BlockingCases.matMul(), ExtremeCases.matMul());
    add(families, "layout", LayoutCases.all(), ExtremeCases.layout());
    add(families, "index", IndexCases.all(), BlockingCases.index(), ExtremeCases.index());
    add(families, "bag", BagCases.all());
    add(families, "recurrent", RecurrentCases.all());
    add(families, "convolution", ConvolutionCases.all());
    add(families, "pooling", PoolCases.all());
    add(families, "softmax", SoftmaxCases.all(), BlockingCases.softmax());
    add(families, "normalization", NormalizationCases.all());
    add(families, "attention", AttentionCases.all());
    add(families, "special values", SpecialValueCases.all());
    add(families, "random", RandomCases.all());
    add(families, "activation", ActivationCases.all());
    add(
        families,
        "loss",
        LossCases.all(),
        RowLossCases.all(),
        LossCornerCases.all(),
        CtcCases.all());
    add(families, "optimizer", OptimizerCases.all());
    add(
        families,
        "layer",
        LayerCases.all(),
        RecurrentLayerCases.all(),
        NormalizationLayerCases.all(),
        TransformerCases.all());
    return families;
  }

  @SafeVarargs
  private static void add(Map<String, List<OpCase>> families, String name, List<OpCase>... parts) {
    List<OpCase> members = new ArrayList<>();
    for (List<OpCase> part : parts) {
      part.forEach(opCase -> members.add(opCase.inFamily(name)));
    }
    families.put(name, members);
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
