package io.deltarule.parity.golden;

import io.deltarule.expr.ScalarFunction;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Softmax;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import java.util.List;

/** Every activation, between two layers. */
final class ActivationScenarios {
  private ActivationScenarios() {}

  static List<GoldenScenario> all() {
    return List.of(
        of("relu", Activations.relu()),
        of("leakyRelu", Activations.leakyRelu(0.125)),
        of("elu", Activations.elu(1.5)),
        of("selu", Activations.selu()),
        of("celu", Activations.celu(2)),
        of("gelu", Activations.gelu()),
        of("geluTanh", Activations.geluTanh()),
        of("silu", Activations.silu()),
        of("mish", Activations.mish()),
        of("sigmoid", Activations.sigmoid()),
        of("tanh", Activations.tanh()),
        of("softplus", Activations.softplus()),
        of("logSigmoid", Activations.logSigmoid()),
        of("softsign", Activations.softsign()),
        of("softmax", Softmax.overLastAxis()));
  }

  private static GoldenScenario of(String name, ScalarFunction activation) {
    return of(name, Activation.of(activation));
  }

  private static GoldenScenario of(String name, Layer activation) {
    return GoldenScenario.of(
        "activation." + name, Mlps.shallow(activation), Losses.meanSquared(Reduction.MEAN));
  }
}
