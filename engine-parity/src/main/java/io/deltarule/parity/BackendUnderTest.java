package io.deltarule.parity;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import java.util.List;

/** What the suite needs to know of a backend. */
public interface BackendUnderTest {
  /** Opens the backend with a number of worker threads, which it may ignore. */
  Backend open(int threads);

  /** An engine on it; the suite opens all its engines here, and so sees what they leave over. */
  default Engine engine(int threads) {
    return Engine.of(open(threads));
  }

  /** The numbers of threads that must all give the same bits; the first is used elsewhere too. */
  default List<Integer> threadCounts() {
    return List.of(2, 1, 3);
  }
}
