package io.deltarule.parity.leak;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** What was handed out and has not come back, with a description of each. */
final class Book {
  private final IdentityHashMap<Object, String> open = new IdentityHashMap<>();

  void opened(Object resource, String what) {
    open.put(resource, what);
  }

  void closed(Object resource) {
    open.remove(resource);
  }

  /** What is open now; from then on it is no longer in the book, so that it is told once. */
  List<String> take() {
    List<String> taken = new ArrayList<>(open.values());
    taken.sort(null);
    open.clear();
    return taken;
  }
}
