package io.deltarule.parity;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import io.deltarule.tensor.DType;
import java.util.List;
import java.util.Set;

/** What the suite needs to know of a backend. */
public interface BackendUnderTest {
  /** Opens the backend with a number of worker threads, which it may ignore. */
  Backend open(int threads);

  /** An engine on it; the suite opens all its engines here, and so sees what they leave over. */
  default Engine engine(int threads) {
    return Engine.of(open(threads));
  }

  /** What the backend computes floating-point numbers in. */
  default DType precision() {
    return DType.FLOAT32;
  }

  /** The numbers of threads that must all give the same bits; the first is used elsewhere too. */
  default List<Integer> threadCounts() {
    return List.of(2, 1, 3);
  }

  /**
   * The names of the operations ({@link io.deltarule.op.Op#name}) that the backend says, with an
   * {@link io.deltarule.backend.UnsupportedByBackendException}, that it does not support, or not
   * always. One that it does not support and that is not named here is a failure, and so is one
   * that is named here and that it supports.
   */
  default Set<String> expectedUnsupported() {
    return Set.of();
  }
}
