package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.Dense;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.GroupNorm;
import io.deltarule.layer.Initializers;
import io.deltarule.layer.InstanceNorm;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.Residual;
import io.deltarule.layer.RmsNorm;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, groups and places of parameters in the flat region. */
class ParameterLayoutTest {
  private static Layer model() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("encoder", Sequential.of(Dense.of(3, 5), Activation.relu(), Dense.of(5, 7)));
    layers.put("block", Residual.of(Dense.of(7, 7)).withShortcut(Dense.of(7, 7).withoutBias()));
    return Sequential.named(layers);
  }

  @Test
  void namesAreThePathsToTheParameters() {
    assertThat(ParameterLayout.of(model()).entries())
        .extracting(ParameterLayout.Entry::name)
        .containsExactlyInAnyOrder(
            "encoder.0.weight",
            "encoder.0.bias",
            "encoder.2.weight",
            "encoder.2.bias",
            "block.body.weight",
            "block.body.bias",
            "block.shortcut.weight");
  }

  @Test
  void weightsDecayAndBiasesDoNot() {
    ParameterLayout layout = ParameterLayout.of(model());
    assertThat(layout.groups())
        .extracting(ParameterLayout.Group::decays)
        .containsExactly(true, false);
    for (ParameterLayout.Entry entry : layout.entries()) {
      ParameterLayout.Group group =
          layout.groups().stream()
              .filter(g -> g.from() <= entry.offset() && entry.end() <= g.to())
              .findFirst()
              .orElseThrow();
      assertThat(group.decays()).as(entry.name()).isEqualTo(entry.name().endsWith("weight"));
    }
  }

  @Test
  void otherParametersDecayIfTheProgramChoosesThem() {
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, Sequential.of(Dense.of(2, 2), Dense.of(2, 2)))
                .features(Shape.of(2))
                .targets(Shape.of(2))
                .loss(Losses.meanSquared(Reduction.MEAN))
                .optimizer(Optimizers.lion(0.5))
                .decaying((name, parameter) -> name.equals("1.bias"))
                .build()) {
      Tensor ones = Tensor.of(Shape.of(2), 1f, 1);
      training.setParameters(
          Map.of(
              "0.weight", Tensor.zeros(Shape.of(2, 2), DType.FLOAT32),
              "0.bias", Tensor.zeros(Shape.of(2), DType.FLOAT32),
              "1.weight", Tensor.of(Shape.of(2, 2), 1f, 1, 1, 1),
              "1.bias", ones));
      TrainingStep step = training.step(1);
      // A prediction that is right has no gradient, so that only the decay moves a parameter.
      step.features().write(new float[] {0, 0}, 0);
      step.targets().write(ones.reshape(Shape.of(1, 2)));
      step.run(0.25);
      assertThat(training.parameters().get("1.bias").floats()).containsOnly(1 - 0.25f * 0.5f);
      assertThat(training.parameters().get("1.weight").floats()).containsOnly(1f);
    }
  }

  @Test
  void placesAreAlignedAndApart() {
    ParameterLayout layout = ParameterLayout.of(model());
    boolean[] taken = new boolean[layout.size()];
    for (ParameterLayout.Entry entry : layout.entries()) {
      assertThat(entry.offset() % ParameterLayout.ALIGNMENT).isZero();
      for (int i = entry.offset(); i < entry.end(); i++) {
        assertThat(taken[i]).as("%s, element %s", entry.name(), i).isFalse();
        taken[i] = true;
      }
    }
    assertThat(layout.parameterCount()).isEqualTo(3 * 5 + 5 + 5 * 7 + 7 + 7 * 7 + 7 + 7 * 7);
  }

  @Test
  void firstValuesDependOnSeedAndNameAlone() {
    ParameterLayout alone = ParameterLayout.of(Sequential.of(Dense.of(4, 4)));
    ParameterLayout among = ParameterLayout.of(Sequential.of(Dense.of(4, 4), Dense.of(4, 9)));
    assertThat(first(alone, 5)).isEqualTo(first(among, 5)).isNotEqualTo(first(alone, 6));
  }

  private static float[] first(ParameterLayout layout, long seed) {
    ParameterLayout.Entry entry = layout.entries().get(0);
    return FirstValues.of(entry.initialValues(seed), entry.size());
  }

  /** Uses one layer twice: an autoencoder's tied weights. */
  private record Twice(Layer layer) implements Layer {
    @Override
    public Map<String, Layer> children() {
      Map<String, Layer> children = new LinkedHashMap<>();
      children.put("first", layer);
      children.put("second", layer);
      return children;
    }

    @Override
    public Value forward(Value input, ForwardPass pass) {
      return pass.child("second", layer, pass.child("first", layer, input));
    }
  }

  @Test
  void tiedParametersHaveOnePlaceUnderTheirFirstName() {
    assertThat(ParameterLayout.of(new Twice(Dense.of(4, 4))).entries())
        .extracting(ParameterLayout.Entry::name)
        .containsExactlyInAnyOrder("first.weight", "first.bias");
  }

  @Test
  void layersMadeFromOthersHaveParametersOfTheirOwn() {
    BatchNorm batch = BatchNorm.of(4);
    requireApart(batch, batch.withEpsilon(1e-3));
    requireApart(batch, batch.withMomentum(0.5));
    requireApart(batch, batch.withCumulativeAverage());
    requireApart(batch, batch.withoutAffine());
    requireApart(batch, batch.withoutRunningStatistics());
    LayerNorm layer = LayerNorm.of(4);
    requireApart(layer, layer.withEpsilon(1e-3));
    requireApart(layer, layer.withoutBias());
    RmsNorm rms = RmsNorm.of(4);
    requireApart(rms, rms.withEpsilon(1e-3));
    GroupNorm group = GroupNorm.of(2, 4);
    requireApart(group, group.withEpsilon(1e-3));
    InstanceNorm instance = InstanceNorm.of(4).affine();
    requireApart(instance, instance.withEpsilon(1e-3));
  }

  /** Beside each other in a model, neither has a place of the other's. */
  private static void requireApart(Layer one, Layer derived) {
    Layer both = Sequential.of(one, derived);
    assertThat(ParameterLayout.of(both).entries())
        .as("parameters of %s and %s", one, derived)
        .hasSize(one.parameters().size() + derived.parameters().size());
    assertThat(ParameterLayout.ofBuffers(both).entries())
        .as("buffers of %s and %s", one, derived)
        .hasSize(one.buffers().size() + derived.buffers().size());
  }

  /** A layer that owns something under a name, as parameter or as buffer. */
  private record Owning(Parameter parameter, boolean asBuffer) implements Layer {
    @Override
    public Map<String, Parameter> parameters() {
      return asBuffer ? Map.of() : Map.of("scale", parameter);
    }

    @Override
    public Map<String, Parameter> buffers() {
      return asBuffer ? Map.of("scale", parameter) : Map.of();
    }

    @Override
    public Value forward(Value input, ForwardPass pass) {
      return input;
    }
  }

  @Test
  void twoParametersOfOneNameAreRefused() {
    Layer model =
        Sequential.named(
            Map.of("a.b", Dense.of(2, 3), "a", Sequential.named(Map.of("b", Dense.of(3, 2)))));
    assertThatThrownBy(() -> ParameterLayout.of(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of the model have the name 'a.b.")
        .hasMessageContaining("give layers names without dots that differ");
  }

  @Test
  void aBufferAmongParametersIsRefused() {
    Parameter buffer = Parameter.buffer(Shape.of(2), Initializers.ones());
    Layer model = Sequential.named(Map.of("block", new Owning(buffer, false)));
    assertThatThrownBy(() -> ParameterLayout.of(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'block.scale' is a buffer, but among a layer's parameters(); return it from buffers()"
                + " alone");
  }

  @Test
  void aParameterAmongBuffersIsRefused() {
    Parameter trained = Parameter.withoutDecay(Shape.of(2), Initializers.ones());
    Layer model = Sequential.named(Map.of("block", new Owning(trained, true)));
    assertThatThrownBy(() -> ParameterLayout.ofBuffers(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'block.scale' is trained, but among a layer's buffers(); return it from parameters()"
                + " alone");
  }
}
