package io.deltarule.parity.catalogue;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activations;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every activation: both sides of its corners, odd sizes, and extreme values with derivatives. */
final class ActivationCases {
  /** Those with a second derivative everywhere. */
  private static final Set<String> SMOOTH =
      Set.of(
          "gelu",
          "geluTanh",
          "sigmoid",
          "silu",
          "mish",
          "tanh",
          "softplus",
          "logSigmoid",
          "identity");

  private ActivationCases() {}

  /** The activations by the name of what makes them. */
  private static Map<String, ScalarFunction> activations() {
    Map<String, ScalarFunction> all = new LinkedHashMap<>();
    all.put("identity", Activations.identity());
    all.put("relu", Activations.relu());
    all.put("leakyRelu", Activations.leakyRelu(0.01));
    all.put("elu", Activations.elu(1.5));
    all.put("selu", Activations.selu());
    all.put("celu", Activations.celu(0.75));
    all.put("gelu", Activations.gelu());
    all.put("geluTanh", Activations.geluTanh());
    all.put("sigmoid", Activations.sigmoid());
    all.put("silu", Activations.silu());
    all.put("mish", Activations.mish());
    all.put("hardSigmoid", Activations.hardSigmoid());
    all.put("tanh", Activations.tanh());
    all.put("softplus", Activations.softplus());
    all.put("logSigmoid", Activations.logSigmoid());
    all.put("softsign", Activations.softsign());
    return all;
  }

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    activations()
        .forEach(
            (name, activation) -> {
              cases.add(moderate(name, activation));
              cases.add(extreme(name, activation));
            });
    for (int size : new int[] {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31}) {
      cases.add(
          OpCase.named("gelu of " + size)
              .operation("gelu")
              .input("x", Domain.uniform(-3, 3), size)
              .computes(in -> in.get("x").map(Activations.gelu())));
    }
    return cases;
  }

  private static OpCase moderate(String name, ScalarFunction activation) {
    OpCase.Builder builder =
        OpCase.named(name + " activation of [5, 7]")
            .operation(name)
            // Away from the corner at 0, and those of the hard sigmoid at -3 and 3.
            .input("x", Domain.eitherSign(0.05, 2.9), 5, 7);
    return (SMOOTH.contains(name) ? builder : builder.notSmooth())
        .computes(in -> in.get("x").map(activation));
  }

  /** Value and derivative, where finite differences say nothing. */
  private static OpCase extreme(String name, ScalarFunction activation) {
    return OpCase.named(name + " activation of extreme values, with derivatives")
        .operation(name)
        .constant("x", Domain.extremes(), 2 * Domain.EXTREMES.size() + 3)
        .computesAll(
            in -> {
              Value x = in.get("x");
              Value y = x.map(activation);
              Value slope =
                  ReverseMode.gradients(
                          List.of(y), List.of(x.graph().full(x.shape(), 1)), List.of(x))
                      .get(0);
              return List.of(y, slope);
            });
  }
}
