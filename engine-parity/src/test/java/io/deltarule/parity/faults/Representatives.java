package io.deltarule.parity.faults;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.List;

/** The cases that faults are planted in. */
final class Representatives {
  /** Few enough for finite differences to look at every one. */
  private static final int MOST_ELEMENTS = 48;

  private Representatives() {}

  /** The small ones of those that have a gradient. */
  static List<OpCase> withGradient() {
    return OpCatalogue.differentiable().stream().filter(Representatives::isSmall).toList();
  }

  private static boolean isSmall(OpCase opCase) {
    return opCase.values(0).values().stream().allMatch(x -> x.size() <= MOST_ELEMENTS);
  }
}
