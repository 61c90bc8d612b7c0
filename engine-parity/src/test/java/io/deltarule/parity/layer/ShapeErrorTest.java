package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.ConvTranspose2d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LearnedPositions;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.ReshapeSamples;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.SinusoidalPositions;
import io.deltarule.layer.Softmax;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.tensor.Shape;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What does not fit is refused with the layer's name, what it expects and found, and a remedy. */
class ShapeErrorTest {
  /** The layer at 'encoder.1' of a larger model. */
  private static Layer encoder(Layer layer) {
    return Sequential.named(Map.of("encoder", Sequential.of(Activation.relu(), layer)));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Layer layer, int... input) {
    return assertThatThrownBy(() -> BuiltModel.build(encoder(layer), input))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void denseNamesItselfItsWidthTheInputAndTheRemedy() {
    refused(Dense.of(8, 4), 32, 7)
        .hasMessageContainingAll("Dense", "'encoder.1'", "8", "[32, 7]", "set inFeatures to 7");
    refused(Dense.of(8, 4)).hasMessageContainingAll("Dense", "'encoder.1'", "8", "[]", "reshape");
  }

  @Test
  void reshapeNamesItselfAndBothCounts() {
    refused(new ReshapeSamples(Shape.of(3, 4)), 5, 13)
        .hasMessageContainingAll("ReshapeSamples", "'encoder.1'", "12", "13", "[3, 4]");
  }

  @Test
  void indicesWhereNumbersAreAddedAreRefusedByTheLayer() {
    Layer[] layers = {
      Activation.relu(), LearnedPositions.of(8, 4), new SinusoidalPositions(),
    };
    for (Layer layer : layers) {
      Graph graph = new Graph();
      Value input = graph.placeholder("x", TensorType.int32(2, 5, 4));
      ForwardPass pass = ForwardPass.evaluating(graph, ParameterLayout.of(layer));
      assertThatThrownBy(() -> pass.child("encoder", layer, input))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              layer.getClass().getSimpleName(), "'encoder'", "FLOAT32", "INT32[2, 5, 4]")
          .hasMessageContaining("an Embedding");
    }
  }

  @Test
  void sizesThatNoIntHoldsAreRefusedByTheLayer() {
    refused(new Flatten(), 2, 1 << 16, 1 << 16)
        .hasMessageContainingAll("Flatten", "'encoder.1'", "[2, 65536, 65536]", "smaller sizes");
    refused(ConvTranspose2d.of(1, 1, 3).withStride(Integer.MAX_VALUE), 1, 1, 9, 9)
        .hasMessageContainingAll("ConvTranspose2d", "'encoder.1'", "[1, 1, 9, 9]");
    assertThatThrownBy(() -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[2147483647, 2147483647, 3]", "smaller dimensions");
    assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 2).elementCount())
        .isEqualTo(2L * Integer.MAX_VALUE * Integer.MAX_VALUE);
    assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 3).elementCount()).isZero();
  }

  @Test
  void residualNamesBothShapesAndTheShortcut() {
    refused(Residual.of(Dense.of(8, 4)), 2, 8)
        .hasMessageContainingAll("Residual", "'encoder.1'", "[2, 4]", "[2, 8]", "shortcut");
  }

  @Test
  void reshapeFlattenAndSoftmaxOfAScalarAreRefused() {
    refused(new ReshapeSamples(Shape.of(1))).hasMessageContainingAll("'encoder.1'", "[]");
    refused(new Flatten()).hasMessageContainingAll("'encoder.1'", "[]");
    refused(Softmax.overLastAxis()).hasMessageContaining("'encoder.1'");
  }

  @Test
  void lossesNameThemselvesAndBothShapes() {
    assertThatThrownBy(
            () -> {
              var x = BuiltModel.build(Activation.relu(), 4, 3);
              Losses.meanSquared(Reduction.MEAN).apply(x, x.sum(1));
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("meanSquared", "[4, 3]", "[4]", "reshape");
    assertThatThrownBy(
            () -> {
              var x = BuiltModel.build(Activation.relu(), 4, 3);
              CrossEntropy.mean().apply(x, x.slice(0, 0, 2).argMax(1));
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("cross", "[4, 3]", "[2]");
  }

  @Test
  void sizesThatMakeNoLayerAreRefused() {
    assertThatThrownBy(() -> Dense.of(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Dense", "0", "3");
    assertThatThrownBy(() -> Dropout.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Dropout", "NaN");
  }

  @Test
  void shapesThatFitPass() {
    assertThat(BuiltModel.build(encoder(Dense.of(8, 4)), 2, 5, 8).shape())
        .isEqualTo(Shape.of(2, 5, 4));
    assertThat(BuiltModel.build(encoder(new Flatten()), 2, 5, 8).shape())
        .isEqualTo(Shape.of(2, 40));
    assertThat(BuiltModel.build(encoder(new ReshapeSamples(Shape.of(2, 4))), 3, 8).shape())
        .isEqualTo(Shape.of(3, 2, 4));
  }
}
