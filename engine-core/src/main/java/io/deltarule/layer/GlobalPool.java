package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Reduce;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One value a channel, over all spatial positions: {@code torch.nn.AdaptiveAvgPool1d(1)} to {@code
 * AdaptiveAvgPool3d(1)}, and {@code AdaptiveMaxPool1d(1)} to {@code AdaptiveMaxPool3d(1)} (Lin et
 * al. 2014, "Network in network").
 *
 * <p>Input [N, C, spatial...] with one to three spatial axes, output [N, C, 1, ...].
 *
 * @param takesMaximum whether the value is the maximum, whose gradient goes to the first of equal
 *     elements, or the mean
 */
public record GlobalPool(boolean takesMaximum) implements Layer {
  /** The mean of every channel. */
  public static GlobalPool average() {
    return new GlobalPool(false);
  }

  /** The maximum of every channel. */
  public static GlobalPool max() {
    return new GlobalPool(true);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Shape shape = input.shape();
    if (shape.rank() < 3 || shape.rank() > 2 + Window.MOST_AXES) {
      throw new IllegalArgumentException(
          "GlobalPool "
              + pass.where()
              + ": input must have samples, channels and 1 to "
              + Window.MOST_AXES
              + " spatial axes, got "
              + shape
              + "; reshape it");
    }
    List<Integer> spatial = Arrays.stream(shape.dims()).skip(2).boxed().toList();
    return takesMaximum
        ? input.maxPool(spatial, Window.ofAxes(spatial.size()))
        : input.reduce(Reduce.Kind.MEAN, true, IntStream.range(2, shape.rank()).toArray());
  }

  @Override
  public String toString() {
    return "GlobalPool(" + (takesMaximum ? "max" : "average") + ")";
  }
}
