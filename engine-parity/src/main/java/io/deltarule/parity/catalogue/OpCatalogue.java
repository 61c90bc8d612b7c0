package io.deltarule.parity.catalogue;

import io.deltarule.parity.OpCase;
import java.util.List;
import java.util.stream.Stream;

/** All operation cases. Their names are unique. */
public final class OpCatalogue {
  private OpCatalogue() {}

  /** Every case of every family. */
  public static List<OpCase> all() {
    return Stream.of(
            PointwiseCases.all(),
            BroadcastCases.all(),
            IntegerCases.all(),
            ReduceCases.all(),
            MatMulCases.all(),
            LayoutCases.all(),
            IndexCases.all(),
            SoftmaxCases.all(),
            RandomCases.all())
        .flatMap(List::stream)
        .toList();
  }

  /** The cases that have a gradient. */
  public static List<OpCase> differentiable() {
    return all().stream().filter(c -> !c.differentiable().isEmpty()).toList();
  }
}
