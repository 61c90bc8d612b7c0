package io.deltarule.compile;

import io.deltarule.graph.Computation;
import java.util.List;
import java.util.function.UnaryOperator;

/** The optimising passes, in order. Every pass keeps what the computation means. */
public final class Compiler {
  /** A pass by name. */
  public record Pass(String name, UnaryOperator<Computation> transformation) {
    /** An equivalent computation in a new graph. */
    public Computation apply(Computation computation) {
      return transformation.apply(computation);
    }
  }

  private static final List<Pass> PASSES =
      List.of(
          new Pass("identity removal", IdentityRemoval::apply),
          new Pass("constant folding", ConstantFolding::apply),
          new Pass("identity removal", IdentityRemoval::apply),
          new Pass("common subexpressions", CommonSubexpressions::apply),
          new Pass("dead code", DeadCode::apply),
          new Pass("transpose folding", TransposeFolding::apply),
          new Pass("bag fusion", BagFusion::apply),
          new Pass("gathered products", GatheredProducts::apply),
          new Pass("common subexpressions", CommonSubexpressions::apply),
          new Pass("sums of squares", SumsOfSquares::apply),
          new Pass("pointwise fusion", PointwiseFusion::apply),
          new Pass("identity removal", IdentityRemoval::apply),
          new Pass("epilogue fusion", EpilogueFusion::apply),
          new Pass("identity removal", IdentityRemoval::apply),
          new Pass("barrier removal", BarrierRemoval::apply));

  private Compiler() {}

  /** The passes in the order in which {@link #optimize} applies them. */
  public static List<Pass> passes() {
    return PASSES;
  }

  /** Applies all passes. */
  public static Computation optimize(Computation computation) {
    Computation optimized = computation;
    for (Pass pass : PASSES) {
      optimized = pass.apply(optimized);
    }
    return optimized;
  }
}
