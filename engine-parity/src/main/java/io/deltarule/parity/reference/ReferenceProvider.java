package io.deltarule.parity.reference;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.Check;
import java.util.List;

/**
 * Offers the reference backend under the name {@code reference}; it is never chosen automatically.
 */
public final class ReferenceProvider implements BackendProvider {
  /** Made by {@code ServiceLoader}. */
  public ReferenceProvider() {}

  @Override
  public String name() {
    return "reference";
  }

  /** Below 0: slow by design, so only on request. */
  @Override
  public int preference() {
    return -1;
  }

  @Override
  public List<Check> check(BackendOptions options) {
    return List.of(Check.passed("Java", "any Java virtual machine runs it"));
  }

  @Override
  public Backend open(BackendOptions options) {
    return new ReferenceBackend();
  }
}
