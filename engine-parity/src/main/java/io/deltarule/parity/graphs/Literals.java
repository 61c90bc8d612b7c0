package io.deltarule.parity.graphs;

import io.deltarule.graph.TensorType;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values as Java source, exact to the bit. */
final class Literals {
  private Literals() {}

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "Double.NaN";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
    }
    return Double.toString(value);
  }

  static String of(float value) {
    return Double.isFinite(value) ? value + "f" : "(float) " + of((double) value);
  }

  static String of(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "List.of(", ")"));
  }

  static String of(Shape shape) {
    return shape.rank() == 0 ? "Shape.scalar()" : "Shape.of(" + dims(shape) + ")";
  }

  static String of(TensorType type) {
    String name = type.dtype() == DType.FLOAT32 ? "float32" : "int32";
    return "TensorType." + name + "(" + dims(type.shape()) + ")";
  }

  private static String dims(Shape shape) {
    return Arrays.stream(shape.dims()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
  }

  static String of(Tensor tensor) {
    String type =
        switch (tensor.dtype()) {
          case FLOAT32 -> "float";
          case FLOAT64 -> "double";
          case INT32 -> "int";
        };
    String elements =
        IntStream.range(0, tensor.size())
            .mapToObj(i -> element(tensor, i))
            .collect(Collectors.joining(", "));
    return "Tensor.of(" + of(tensor.shape()) + ", new " + type + "[] {" + elements + "})";
  }

  private static String element(Tensor tensor, int index) {
    return switch (tensor.dtype()) {
      case FLOAT32 -> of(tensor.floats()[index]);
      case FLOAT64 -> of(tensor.doubles()[index]);
      case INT32 -> Integer.toString(tensor.ints()[index]);
    };
  }
}
