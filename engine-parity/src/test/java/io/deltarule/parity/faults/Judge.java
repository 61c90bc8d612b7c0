package io.deltarule.parity.faults;

/** Who may catch a fault. */
enum Judge {
  FORWARD_PARITY("forward"),
  GRADIENT_PARITY("gradient"),
  FINITE_DIFFERENCES("differences"),
  DETERMINISM("determinism"),
  MEMORY_GUARD("guard"),
  POISON("poison");

  private final String label;

  Judge(String label) {
    this.label = label;
  }

  /** The head of its column. */
  String label() {
    return label;
  }
}
