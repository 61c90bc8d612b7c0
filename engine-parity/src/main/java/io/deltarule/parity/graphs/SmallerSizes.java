package io.deltarule.parity.graphs;

import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.Broadcast;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.RandomFill;
import io.deltarule.op.Reshape;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.op.Slice;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Recipes in which one number of elements along an axis is smaller, wherever it occurs. */
final class SmallerSizes {
  private SmallerSizes() {}

  static Stream<Recipe> of(Recipe recipe) {
    TreeSet<Integer> dims = new TreeSet<>();
    for (Step step : recipe.steps()) {
      shape(step.op()).ifPresent(shape -> Arrays.stream(shape.dims()).forEach(dims::add));
    }
    return dims.descendingSet().stream()
        .filter(dim -> dim > 1)
        .flatMap(
            dim ->
                IntStream.of(1, 2, dim / 2, dim - 1)
                    .filter(smaller -> smaller < dim && smaller > 0)
                    .distinct()
                    .mapToObj(smaller -> resized(recipe, dim, smaller)));
  }

  private static Optional<Shape> shape(Op op) {
    if (op instanceof Placeholder input) {
      return Optional.of(input.type().shape());
    }
    if (op instanceof Broadcast broadcast) {
      return Optional.of(broadcast.shape());
    }
    return op instanceof RandomFill fill ? Optional.of(fill.shape()) : Optional.empty();
  }

  private static Recipe resized(Recipe recipe, int from, int to) {
    List<Step> steps =
        recipe.steps().stream()
            .map(step -> new Step(resized(step.op(), from, to), step.arguments()))
            .toList();
    Map<String, Range> ranges = new LinkedHashMap<>();
    // An upper end that was the number of rows stays that.
    recipe
        .ranges()
        .forEach(
            (name, range) ->
                ranges.put(name, range.high() == from ? new Range(range.low(), to) : range));
    return new Recipe(
        recipe.seed(), steps, ranges, recipe.outputs(), recipe.losses(), recipe.lossMode());
  }

  private static Op resized(Op op, int from, int to) {
    if (op instanceof Placeholder input) {
      Shape shape = resized(input.type().shape(), from, to);
      return new Placeholder(input.inputName(), input.type().withShape(shape));
    } else if (op instanceof Broadcast broadcast) {
      return new Broadcast(resized(broadcast.shape(), from, to));
    } else if (op instanceof Reshape reshape) {
      return new Reshape(resized(reshape.shape(), from, to));
    } else if (op instanceof RandomFill fill) {
      return new RandomFill(fill.distribution(), resized(fill.shape(), from, to), fill.stream());
    } else if (op instanceof ScatterAdd scatter) {
      return new ScatterAdd(scatter.axis(), scatter.size() == from ? to : scatter.size());
    } else if (op instanceof ScatterAddBags scatter) {
      return new ScatterAddBags(scatter.size() == from ? to : scatter.size());
    } else if (op instanceof Slice slice) {
      return resized(slice, from, to);
    } else if (op instanceof ConvolutionInputGradient gradient) {
      List<Integer> spatial = resized(gradient.spatial(), from, to);
      return new ConvolutionInputGradient(gradient.window(), gradient.groups(), spatial);
    } else if (op instanceof MaxPoolGradient gradient) {
      List<Integer> spatial = resized(gradient.spatial(), from, to);
      return new MaxPoolGradient(gradient.kernel(), gradient.window(), spatial);
    } else if (op instanceof AveragePoolGradient gradient) {
      List<Integer> spatial = resized(gradient.spatial(), from, to);
      return new AveragePoolGradient(
          gradient.kernel(), gradient.window(), gradient.countsPadding(), spatial);
    }
    return op;
  }

  private static Shape resized(Shape shape, int from, int to) {
    return Shape.of(Arrays.stream(shape.dims()).map(dim -> dim == from ? to : dim).toArray());
  }

  private static Slice resized(Slice slice, int from, int to) {
    return new Slice(slice.starts(), resized(slice.ends(), from, to), slice.steps());
  }

  private static List<Integer> resized(List<Integer> sizes, int from, int to) {
    return sizes.stream().map(size -> size == from ? to : size).toList();
  }
}
