package io.deltarule.parity.graphs;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import java.util.Set;

/** What of the compiler a graph goes through before it runs. */
public enum Variant {
  /** Nothing: one kernel for each operation of the graph. */
  UNCOMPILED {
    @Override
    public Computation apply(Computation computation) {
      return computation;
    }
  },
  /** All passes but those that fuse. */
  WITHOUT_FUSION {
    @Override
    public Computation apply(Computation computation) {
      Computation compiled = computation;
      for (Compiler.Pass pass : Compiler.passes()) {
        compiled = FUSION.contains(pass.name()) ? compiled : pass.apply(compiled);
      }
      return compiled;
    }
  },
  /** All passes. */
  COMPILED {
    @Override
    public Computation apply(Computation computation) {
      return Compiler.optimize(computation);
    }
  };

  /** The names of the passes that fuse. */
  public static final Set<String> FUSION = Set.of("pointwise fusion", "epilogue fusion");

  /** An equivalent computation. */
  public abstract Computation apply(Computation computation);

  /** The name in words. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
