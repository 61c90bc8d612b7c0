package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.layer.AvgPool1d;
import io.deltarule.layer.Conv1d;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.ConvTranspose1d;
import io.deltarule.layer.ConvTranspose2d;
import io.deltarule.layer.GlobalPool;
import io.deltarule.layer.Initializers;
import io.deltarule.layer.Layer;
import io.deltarule.layer.MaxPool2d;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.Upsample;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Layers over spatial axes: impossible geometry is refused, with numbers; what fits has sizes. */
class SpatialErrorTest {
  private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable making) {
    return assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Layer layer, int... input) {
    Layer model = Sequential.named(Map.of("features", Sequential.of(layer)));
    return refused(() -> BuiltModel.build(model, input));
  }

  private static Shape shape(Layer layer, int... input) {
    return BuiltModel.build(layer, input).shape();
  }

  @Test
  void kernelLargerThanThePaddedInputNamesBothSizes() {
    refused(Conv2d.of(3, 4, 5).withPadding(0, 1), 2, 3, 7, 2)
        .hasMessageContainingAll("'features.0'", "[5, 5]", "2 + 1 + 1 = 4", "smaller kernel");
    refused(Conv1d.of(1, 1, 3).withDilation(4), 1, 1, 8)
        .hasMessageContainingAll("'features.0'", "spans 9", "dilation 4");
    refused(MaxPool2d.of(3), 1, 1, 2, 9).hasMessageContainingAll("'features.0'", "[3, 3]", "= 2");
  }

  @Test
  void groupsThatDoNotDivideTheChannelsAreRefused() {
    refused(() -> Conv2d.of(5, 4, 3).withGroups(2))
        .hasMessageContainingAll("Conv2d", "inChannels (=5)", "groups (=2)");
    refused(() -> Conv2d.of(4, 5, 3).withGroups(2))
        .hasMessageContainingAll("Conv2d", "outChannels (=5)", "groups (=2)");
    refused(() -> Conv2d.of(4, 4, 3).withGroups(0)).hasMessageContainingAll("groups", "0");
  }

  @Test
  void inputsOfOtherRanksOrChannelsAreRefusedWithTheRemedy() {
    refused(Conv2d.of(3, 4, 3), 2, 5, 8, 8)
        .hasMessageContainingAll("Conv2d", "'features.0'", "3 channels", "set inChannels to 5");
    refused(Conv2d.of(3, 4, 3), 3, 8, 8).hasMessageContainingAll("4 dimensions", "[3, 8, 8]");
    refused(MaxPool2d.of(2), 3, 8, 8).hasMessageContainingAll("MaxPool2d", "[3, 8, 8]");
    refused(GlobalPool.average(), 3, 8).hasMessageContainingAll("GlobalPool", "[3, 8]");
    refused(Upsample.nearest(2), 3, 8, 8).hasMessageContainingAll("Upsample", "[3, 8, 8]");
  }

  @Test
  void settingsThatMakeNoLayerAreRefused() {
    refused(() -> Conv2d.of(0, 4, 3)).hasMessageContainingAll("Conv2d", "0", "4");
    refused(() -> Conv2d.of(1, 1, 3, 3, 3))
        .hasMessageContainingAll("kernel", "2 axes", "[3, 3, 3]");
    refused(() -> Conv2d.of(1, 1, 3).withStride(0)).hasMessageContainingAll("stride", "[0]");
    refused(() -> Conv2d.of(1, 1, 3).withPadding(-1)).hasMessageContainingAll("padding", "[-1]");
    refused(() -> Conv2d.of(1, 1, 3).withStride(2).withSamePadding())
        .hasMessageContainingAll("same padding", "stride must be 1", "[2, 2]");
    refused(() -> AvgPool1d.of(3).withPadding(2))
        .hasMessageContainingAll("AvgPool1d", "half", "[2]", "[3]");
    refused(() -> Upsample.bilinear(0)).hasMessageContainingAll("Upsample", "scale", "[0]");
  }

  @Test
  void transposedConvolutionsRefuseSizesThatTheyCannotGive() {
    refused(ConvTranspose1d.of(1, 1, 3).withStride(2).withOutputPadding(2), 1, 1, 4)
        .hasMessageContainingAll("ConvTranspose1d", "outputPadding", "[2]", "stride [2]");
    refused(ConvTranspose1d.of(1, 1, 3).withPadding(3), 1, 1, 4)
        .hasMessageContainingAll("ConvTranspose1d", "1 position", "got 0", "less padding");
  }

  @Test
  void sizesAreThoseOfPyTorch() {
    assertThat(shape(Conv2d.of(3, 8, 3).withStride(2).withPadding(1), 2, 3, 9, 10))
        .isEqualTo(Shape.of(2, 8, 5, 5));
    assertThat(shape(Conv1d.of(3, 8, 4).withDilation(2).withSamePadding(), 2, 3, 9))
        .isEqualTo(Shape.of(2, 8, 9));
    assertThat(
            shape(
                ConvTranspose2d.of(8, 3, 3).withStride(2).withPadding(1).withOutputPadding(1),
                2,
                8,
                5,
                5))
        .isEqualTo(Shape.of(2, 3, 10, 10));
    assertThat(shape(MaxPool2d.of(3).withStride(2).withPadding(1), 1, 1, 8, 9))
        .isEqualTo(Shape.of(1, 1, 4, 5));
    assertThat(shape(GlobalPool.max(), 2, 3, 4, 5)).isEqualTo(Shape.of(2, 3, 1, 1));
    assertThat(shape(Upsample.bilinear(2, 3), 1, 2, 3, 4)).isEqualTo(Shape.of(1, 2, 6, 12));
  }

  @Test
  void parametersHaveTheShapesAndRangesOfPyTorch() {
    Map<String, Parameter> grouped = Conv2d.of(8, 6, 3, 2).withGroups(2).parameters();
    assertThat(grouped.get("weight").shape()).isEqualTo(Shape.of(6, 4, 3, 2));
    assertThat(grouped.get("bias").shape()).isEqualTo(Shape.of(6));
    assertThat(grouped.keySet()).containsExactly("weight", "bias");
    Map<String, Parameter> transposed = ConvTranspose2d.of(8, 6, 3).withGroups(2).parameters();
    assertThat(transposed.get("weight").shape()).isEqualTo(Shape.of(8, 3, 3, 3));
    assertThat(transposed.get("bias").shape()).isEqualTo(Shape.of(6));
    assertThat(Conv2d.of(1, 1, 1).withoutBias().parameters().keySet()).containsExactly("weight");
    bounded(Conv2d.of(80, 60, 3, 2).withGroups(2), 1 / Math.sqrt(40 * 6));
    bounded(ConvTranspose2d.of(80, 60, 3).withGroups(2), 1 / Math.sqrt(30 * 9));
    assertThat(
            FirstValues.of(
                Conv2d.of(1, 2, 1)
                    .initializedBy(Initializers.ones(), Initializers.constant(3))
                    .parameters()
                    .get("bias"),
                RandomStream.named(1, "bias")))
        .containsOnly(3f);
  }

  /** Uniform up to a bound, which weights come near to. */
  private static void bounded(Layer layer, double bound) {
    for (Map.Entry<String, Parameter> each : layer.parameters().entrySet()) {
      Parameter parameter = each.getValue();
      float[] values = FirstValues.of(parameter, RandomStream.named(1, each.getKey()));
      double largest = 0;
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).isBetween(0.9 * bound, bound * (1 + 1e-6));
    }
  }

  @Test
  void layersPrintTheirSettings() {
    assertThat(List.of(Conv2d.of(1, 2, 3), MaxPool2d.of(2), GlobalPool.max(), Upsample.nearest(2)))
        .hasToString(
            "[Conv2d(1 -> 2, kernel 3), MaxPool2d(kernel 2), GlobalPool(max),"
                + " Upsample(nearest, scale 2)]");
    assertThat(Conv2d.of(4, 4, 3, 1).withStride(2).withPadding(1, 0).withGroups(4).withoutBias())
        .hasToString("Conv2d(4 -> 4, kernel 3x1, stride 2, padding 1x0, groups 4, no bias)");
  }
}
