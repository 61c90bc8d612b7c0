package io.deltarule.benchmarks.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cases that are benchmarked, by family, stated like engine-parity's catalogue and in the sizes
 * that networks have. Their names are unique, also beside the catalogue's.
 */
public final class Families {
  private Families() {}

  /** The cases of every family, by its name. */
  public static Map<String, List<BenchmarkCase>> all() {
    Map<String, List<BenchmarkCase>> families = new LinkedHashMap<>();
    families.put("matmul", Products.all());
    families.put("pointwise", PointwiseChains.all());
    families.put("reduce", Reductions.all());
    families.put("softmax", SoftmaxRows.all());
    families.put("index", Embeddings.all());
    families.put("optimizer", OptimizerPasses.all());
    families.put("dispatch", SmallKernels.all());
    return families;
  }
}
