package io.deltarule.parity.graphs;

import io.deltarule.graph.TensorType;
import io.deltarule.parity.Domain;
import io.deltarule.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * What the elements of an input are drawn from, uniformly.
 *
 * @param low the smallest
 * @param high the largest; integers stay below it
 */
public record Range(double low, double high) {
  /** Elements of an input, the same for the same seed, name and type. */
  public Tensor draw(long seed, String name, TensorType type) {
    // A generator of its own for each input, so that dropping one leaves the others as they are.
    SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
    double[] elements = new double[Math.toIntExact(type.shape().elementCount())];
    Domain domain =
        type.dtype().isFloating()
            ? Domain.uniform(low, high)
            : Domain.integers((int) low, (int) high);
    domain.fill(elements, random);
    return Tensor.of(type.shape(), elements).to(type.dtype());
  }
}
