package io.deltarule.parity;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Every {@code count}-th case, graph and training of the suite, from {@code index} on: what is run
 * where all of it would take too long. All parts together are the suite.
 *
 * @param index from 0 to count - 1
 * @param count the number of parts
 */
public record SuitePart(int index, int count) {
  /** All of the suite. */
  public static final SuitePart WHOLE = new SuitePart(0, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no such part
   */
  public SuitePart {
    if (count < 1 || index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "part of the parity suite: index must be 0 to count - 1, got "
              + index
              + " of "
              + count
              + " parts");
    }
  }

  /**
   * Reads a part such as {@code 3/8}, of eight parts the fourth.
   *
   * @throws IllegalArgumentException if the text says no part
   */
  public static SuitePart parse(String text) {
    String[] numbers = text.split("/", -1);
    if (numbers.length == 2) {
      try {
        return new SuitePart(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      } catch (NumberFormatException e) {
        // The message below says what is expected.
      }
    }
    throw new IllegalArgumentException(
        "part of the parity suite: expected index/count such as 3/8, got '" + text + "'");
  }

  /** Whether this is all of the suite. */
  public boolean isWhole() {
    return count == 1;
  }

  <T> List<T> of(List<T> all) {
    return IntStream.range(0, all.size())
        .filter(i -> i % count == index)
        .mapToObj(all::get)
        .toList();
  }

  LongStream of(LongStream all) {
    return all.filter(number -> Math.floorMod(number, count) == index);
  }

  @Override
  public String toString() {
    return isWhole() ? "whole" : "part " + index + " of " + count;
  }
}
