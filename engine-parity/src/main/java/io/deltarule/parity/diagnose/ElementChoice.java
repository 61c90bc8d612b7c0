package io.deltarule.parity.diagnose;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which elements of a parameter are looked at. */
final class ElementChoice {
  private ElementChoice() {}

  /**
   * Half of them those with the largest gradients, where an error matters, and the others by
   * chance, where a gradient may be missing; in increasing order, each once.
   *
   * @param gradient the gradient of every element
   * @param most the number of elements; all if there are not more
   */
  static int[] of(double[] gradient, int most, long seed) {
    if (gradient.length <= most) {
      return IntStream.range(0, gradient.length).toArray();
    }
    Set<Integer> chosen = new LinkedHashSet<>();
    // NaN counts as the largest.
    IntStream.range(0, gradient.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> Math.abs(gradient[i])).reversed())
        .limit(most / 2)
        .forEach(chosen::add);
    SplittableRandom random = new SplittableRandom(seed);
    while (chosen.size() < most) {
      chosen.add(random.nextInt(gradient.length));
    }
    return chosen.stream().mapToInt(i -> i).sorted().toArray();
  }
}
