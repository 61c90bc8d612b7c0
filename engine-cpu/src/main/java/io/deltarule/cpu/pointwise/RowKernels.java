package io.deltarule.cpu.pointwise;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes row kernels, defining one class for each specification however often it is used: the
 * optimizer steps of ten layers run the same machine code.
 */
public final class RowKernels {
  /** How classes are printed and where they are defined. */
  public interface Printer {
    /** The class file, or empty if the JIT would not compile its methods. */
    Optional<byte[]> print(RowSpec spec);

    /** The package in which the classes are defined. */
    MethodHandles.Lookup lookup();
  }

  private final Printer printer;
  private final Map<RowSpec, Function<Object[], RowKernel>> makers = new HashMap<>();

  public RowKernels(Printer printer) {
    this.printer = printer;
  }

  /**
   * Binds a row kernel.
   *
   * @param arrays float[] or int[] of each operand, inputs before outputs
   */
  public RowKernel bind(RowSpec spec, Object... arrays) {
    return makers.computeIfAbsent(spec, this::define).apply(arrays);
  }

  private Function<Object[], RowKernel> define(RowSpec spec) {
    Optional<byte[]> bytes = printer.print(spec);
    if (bytes.isEmpty()) {
      return arrays -> new InterpretedRow(spec, arrays);
    }
    try {
      Class<?> defined = printer.lookup().defineHiddenClass(bytes.get(), true).lookupClass();
      Constructor<?> constructor = defined.getConstructor(Object[].class);
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
