package io.deltarule.parity.layer;

import io.deltarule.layer.Initializer;
import io.deltarule.layer.Parameter;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import java.util.function.DoubleSupplier;

/** All first values of a parameter, in an array. */
public final class FirstValues {
  private FirstValues() {}

  public static float[] of(Parameter parameter, RandomStream random) {
    return of(parameter.initializer(), parameter.shape(), random);
  }

  public static float[] of(Initializer initializer, Shape shape, RandomStream random) {
    return of(initializer.values(shape, random), (int) shape.elementCount());
  }

  public static float[] of(DoubleSupplier values, int count) {
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      all[i] = (float) values.getAsDouble();
    }
    return all;
  }
}
