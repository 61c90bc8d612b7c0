package io.deltarule.parity.faults;

import io.deltarule.parity.OpCase;

/** The cases that faults are planted in. */
final class Representatives {
  /** Small enough for finite differences to look at every element. */
  private static final int MOST_ELEMENTS = 48;

  private Representatives() {}

  static boolean isSmall(OpCase opCase) {
    return opCase.values(0).values().stream().allMatch(x -> x.size() <= MOST_ELEMENTS);
  }
}
