package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.Gather;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;

/**
 * Images enlarged by whole factors: {@code torch.nn.Upsample} with {@code mode='nearest'} or {@code
 * 'bilinear'} (and {@code align_corners=False}).
 *
 * <p>Input [N, C, H, W], output [N, C, H scale, W scale]. Nearest repeats every element. Bilinear
 * interpolates between the centres of the four elements around that of an output; beyond the
 * outermost centres it repeats.
 */
public final class Upsample implements Layer {
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  private final List<Integer> scale;
  private final boolean interpolates;

  private Upsample(boolean interpolates, int... scale) {
    this.scale = SpatialNumbers.of("Upsample", "scale", 2, 1, scale);
    this.interpolates = interpolates;
  }

  /** Repeats elements; one factor for both axes, or one for each. */
  public static Upsample nearest(int... scale) {
    return new Upsample(false, scale);
  }

  /** Interpolates linearly along both axes; one factor for both axes, or one for each. */
  public static Upsample bilinear(int... scale) {
    return new Upsample(true, scale);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Shape shape = input.shape();
    if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          "Upsample "
              + pass.where()
              + ": input must be [N, C, H, W], got "
              + shape
              + "; reshape it");
    }
    if (!interpolates) {
      return repeated(input);
    }
    // Along the width first, where there are fewer rows.
    Value wide = interpolated(input, WIDTH, scale.get(1));
    return interpolated(wide, HEIGHT, scale.get(0));
  }

  /** [N, C, H, 1, W, 1] broadcast to [N, C, H, scale, W, scale]: one pass. */
  private Value repeated(Value input) {
    Shape shape = input.shape();
    int height = shape.dim(HEIGHT);
    int width = shape.dim(WIDTH);
    Shape batch = shape.slice(0, HEIGHT);
    Shape repeated = batch.append(height, scale.get(0), width, scale.get(1));
    return input
        .reshape(batch.append(height, 1, width, 1))
        .broadcastTo(repeated)
        .reshape(batch.append(height * scale.get(0), width * scale.get(1)));
  }

  /** Each output lies between two elements along the axis, at some distance from the first. */
  private static Value interpolated(Value input, int axis, int factor) {
    int size = input.shape().dim(axis);
    int outputs = size * factor;
    if (factor == 1 || size == 0) {
      return input;
    }
    int[] before = new int[outputs];
    int[] after = new int[outputs];
    double[] distance = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      double at = Math.max(0, (o + 0.5) / factor - 0.5);
      before[o] = (int) at;
      after[o] = Math.min(size - 1, before[o] + 1);
      distance[o] = at - before[o];
    }
    Shape along = axis == WIDTH ? Shape.of(outputs) : Shape.of(outputs, 1);
    Value weight = input.graph().constant(Tensor.of(along, distance));
    Value first = gathered(input, axis, before);
    Value second = gathered(input, axis, after);
    Expr a = Expr.input(0);
    Expr b = Expr.input(1);
    return first.pointwise(a.plus(b.minus(a).times(Expr.input(2))), second, weight);
  }

  private static Value gathered(Value input, int axis, int[] indices) {
    Value chosen = input.graph().constant(Tensor.of(Shape.of(indices.length), indices));
    return input.graph().apply(new Gather(axis), input, chosen);
  }

  @Override
  public String toString() {
    String mode = interpolates ? "bilinear" : "nearest";
    return "Upsample(" + mode + ", scale " + SpatialNumbers.text(scale) + ")";
  }
}
