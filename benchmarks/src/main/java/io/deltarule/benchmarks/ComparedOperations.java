package io.deltarule.benchmarks;

import io.deltarule.benchmarks.cases.BenchmarkCase;
import io.deltarule.benchmarks.cases.CaseSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Single operations beyond the caches that {@code peers/pytorch_operations.py} has under the same
 * names.
 */
final class ComparedOperations {
  private static final Map<String, String> CASES = cases();

  private ComparedOperations() {}

  private static Map<String, String> cases() {
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put("op:add", "a + b of 16777216");
    cases.put("op:relu", "ReLU of 16777216");
    cases.put("op:gelu", "GELU of 16777216");
    cases.put("op:sum-all", "SUM of all of [16384, 1024]");
    cases.put("op:sum-rows", "SUM of the rows of [16384, 1024]");
    cases.put("op:sum-columns", "SUM of the columns of [16384, 1024]");
    cases.put("op:softmax", "softmax of rows of [6144, 256]");
    cases.put("op:sgd", "sgd of 25005000 parameters");
    cases.put("op:momentum", "momentum of 25005000 parameters");
    cases.put("op:adam", "adam of 25005000 parameters");
    cases.put("op:adamw", "adamW of 25005000 parameters");
    return cases;
  }

  /** The names, such as {@code op:softmax}. */
  static List<String> names() {
    return new ArrayList<>(CASES.keySet());
  }

  /** True if there is an operation of that name. */
  static boolean has(String name) {
    return CASES.containsKey(name);
  }

  /** The case that an operation is here. */
  static BenchmarkCase named(String name) {
    return CaseSelection.named(CASES.get(name));
  }
}
