package io.deltarule.parity;

/**
 * What is declared of a case beside its graph and inputs.
 *
 * @param family the part of the catalogue that it belongs to; empty until the catalogue says
 * @param operation the row of a table of operations; empty if it is the family's
 * @param smooth whether second derivatives exist
 * @param step the relative step of finite differences
 */
record OpTraits(String family, String operation, boolean smooth, double step) {
  static OpTraits standard() {
    return new OpTraits("", "", true, FiniteDifferences.RELATIVE_STEP);
  }

  OpTraits withFamily(String name) {
    return new OpTraits(name, operation, smooth, step);
  }

  OpTraits withOperation(String name) {
    return new OpTraits(family, name, smooth, step);
  }

  OpTraits notSmooth() {
    return new OpTraits(family, operation, false, step);
  }

  OpTraits withStep(double relative) {
    return new OpTraits(family, operation, smooth, relative);
  }
}
