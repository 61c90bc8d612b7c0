package io.deltarule.expr;

import java.util.IdentityHashMap;
import java.util.List;

/**
 * Compares two expressions by structure. Sub-expressions are shared, so a pair that was found equal
 * is remembered: without that, two separately built chains of depth n take 2^n comparisons.
 */
final class StructuralEquality {
  private final IdentityHashMap<Expr, Expr> equal = new IdentityHashMap<>();

  private StructuralEquality() {}

  static boolean test(Expr a, Expr b) {
    return new StructuralEquality().compare(a, b);
  }

  @SuppressWarnings("ReferenceEquality") // a pair is remembered by identity
  private boolean compare(Expr a, Expr b) {
    if (a == b || equal.get(a) == b) {
      return true;
    }
    if (a.hashCode() != b.hashCode() || a.type() != b.type() || !a.sameAttributes(b)) {
      return false;
    }
    List<Expr> left = a.operands();
    List<Expr> right = b.operands();
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!compare(left.get(i), right.get(i))) {
        return false;
      }
    }
    equal.put(a, b);
    return true;
  }
}
