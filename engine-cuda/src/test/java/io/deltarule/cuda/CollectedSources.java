package io.deltarule.cuda;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.compile.Compiler;
import io.deltarule.cuda.kernels.CudaKernels;
import io.deltarule.cuda.kernels.Sources;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.graph.Computation;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.plan.Planner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every source that NVRTC is handed for the parity catalogue and these kernels' own cases: results
 * and gradients, compiled and uncompiled, collected by loading them on a device.
 */
final class CollectedSources {
  private CollectedSources() {}

  static List<KernelSource> all() {
    KernelCompiler[] compiler = new KernelCompiler[1];
    CudaBackend backend =
        new CudaBackend(
            CudaSettings.of(Map.of()),
            (context, opened, products) -> {
              compiler[0] = opened;
              return new CudaKernels(context, opened, products);
            });
    Set<KernelSource> sources = new LinkedHashSet<>(Sources.all());
    try (Engine engine = Engine.of(backend)) {
      Stream.concat(OpCatalogue.all().stream(), CudaCases.all().stream())
          .forEach(opCase -> load(engine, opCase));
      sources.addAll(compiler[0].sources());
    }
    return List.copyOf(sources);
  }

  private static void load(Engine engine, OpCase opCase) {
    load(engine, opCase.computation());
    if (!opCase.differentiable().isEmpty()) {
      load(engine, opCase.gradient().computation());
    }
  }

  private static void load(Engine engine, Computation computation) {
    for (Computation variant : List.of(computation, Compiler.optimize(computation))) {
      try (Executable executable =
          engine.load(Planner.plan(variant, engine.backend().planOptions()), engine.newState())) {
        executable.plan();
      }
    }
  }
}
