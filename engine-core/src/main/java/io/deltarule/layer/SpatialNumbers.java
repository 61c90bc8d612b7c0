package io.deltarule.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Settings of layers over spatial axes, given as one number for all axes or as one for each. */
final class SpatialNumbers {
  private SpatialNumbers() {}

  /**
   * The numbers, one for each axis.
   *
   * @throws IllegalArgumentException if there are others than 1 or {@code axes}, or one is too
   *     small
   */
  static List<Integer> of(String layer, String what, int axes, int least, int... numbers) {
    if (numbers.length != 1 && numbers.length != axes) {
      throw new IllegalArgumentException(
          layer
              + ": "
              + what
              + " must be one number, or one for each of "
              + axes
              + " axes, got "
              + Arrays.toString(numbers));
    }
    for (int number : numbers) {
      if (number < least) {
        throw new IllegalArgumentException(
            layer
                + ": "
                + what
                + " must be "
                + least
                + " or more, got "
                + Arrays.toString(numbers));
      }
    }
    return numbers.length == axes
        ? Arrays.stream(numbers).boxed().toList()
        : Collections.nCopies(axes, numbers[0]);
  }

  /** The numbers as {@code 3} or {@code 3x5}. */
  static String text(List<Integer> numbers) {
    boolean same = numbers.stream().allMatch(numbers.get(0)::equals);
    return same
        ? numbers.get(0).toString()
        : numbers.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** What a layer prints of a setting: nothing if it is the default. */
  static String other(String what, List<Integer> numbers, List<Integer> standard) {
    return numbers.equals(standard) ? "" : ", " + what + " " + text(numbers);
  }
}
