package io.deltarule.cpu.pointwise;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;

/** What computes the rows of a specification, before it is bound to arrays. */
@FunctionalInterface
interface RowClass {
  /**
   * Binds a row kernel.
   *
   * @param arrays float[] or int[] of each operand, inputs before outputs
   */
  RowKernel bind(Object[] arrays);

  /** Prints and defines the class of a specification. */
  static RowClass define(RowKernels.Printer printer, RowSpec spec) {
    byte[] bytes = printer.print(spec);
    try {
      MethodHandles.Lookup hidden = printer.lookup().defineHiddenClass(bytes, true);
      Constructor<?> constructor = hidden.lookupClass().getConstructor(Object[].class);
      return arrays -> instantiate(constructor, arrays);
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new IllegalStateException("pointwise: a generated class could not be defined", e);
    }
  }

  private static RowKernel instantiate(Constructor<?> constructor, Object[] arrays) {
    try {
      return (RowKernel) constructor.newInstance((Object) arrays);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("pointwise: a generated class could not be instantiated", e);
    }
  }
}
