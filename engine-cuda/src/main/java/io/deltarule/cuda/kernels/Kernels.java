package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.cuda.driver.Launch;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.cuda.nvrtc.KernelSource;
import java.util.List;
import java.util.function.Consumer;

/** The kernels of one file of module {@code kernels}, and what it takes to launch them. */
final class Kernels {
  private final CudaContext context;
  private final KernelCompiler compiler;
  private final KernelSource source;

  Kernels(CudaContext context, KernelCompiler compiler, KernelSource source) {
    this.context = context;
    this.compiler = compiler;
    this.source = source;
  }

  /**
   * A launch of a kernel of the file.
   *
   * @param what the operation's operands, for messages
   */
  Kernel launch(String kernel, Geometry geometry, Arguments arguments, Operands what) {
    return new Launch(
        context, compiler.compile(source).function(kernel), geometry, arguments, what);
  }

  /** A kernel of several launches. */
  Kernel assemble(Consumer<Assembly> parts) {
    return Assembly.of(context, parts);
  }

  /** The launch of nothing, for operations without elements. */
  static Kernel nothing() {
    return () -> {};
  }

  /** Options that every file is compiled with. */
  static List<String> options() {
    return List.of("--fmad=false");
  }
}
