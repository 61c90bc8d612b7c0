package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.driver.Stages;
import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts together a kernel of several launches; if one cannot be made, the others are freed. */
final class Assembly {
  private final CudaContext context;
  private final List<Kernel> launches = new ArrayList<>();
  private final List<CudaMemory> scratch = new ArrayList<>();

  private Assembly(CudaContext context) {
    this.context = context;
  }

  /** The kernel of the launches that {@code parts} adds, in that order. */
  static Kernel of(CudaContext context, Consumer<Assembly> parts) {
    Assembly assembly = new Assembly(context);
    try {
      parts.accept(assembly);
    } catch (RuntimeException | Error e) {
      assembly.joined().close();
      throw e;
    }
    boolean single = assembly.launches.size() == 1 && assembly.scratch.isEmpty();
    return single ? assembly.launches.get(0) : assembly.joined();
  }

  /** The next launch. */
  void add(Kernel launch) {
    launches.add(launch);
  }

  /** Memory that the launches need beside their operands, freed with them. */
  CudaMemory scratch(DType dtype, long elements) {
    CudaMemory memory = context.allocate(dtype, elements);
    scratch.add(memory);
    return memory;
  }

  private Kernel joined() {
    return new Stages(launches, scratch);
  }
}
