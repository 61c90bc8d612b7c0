package io.deltarule.parity.leak;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** An engine, the tracked backend under it, and the threads that appeared when it was opened. */
final class Watched {
  private final TrackedBackend backend;
  private final Engine engine;
  private final Set<Thread> threads;
  private int toldResources;

  Watched(Supplier<Backend> open) {
    Set<Thread> before = LiveThreads.now();
    backend = new TrackedBackend(open.get());
    engine = Engine.of(backend);
    threads = LiveThreads.now();
    threads.removeAll(before);
  }

  Engine engine() {
    return engine;
  }

  Set<Thread> threads() {
    return threads;
  }

  boolean isOpen() {
    return !backend.isClosed();
  }

  String name() {
    return backend.name() + " (" + backend.description() + ")";
  }

  /**
   * What is left over that was not told before, in words.
   *
   * @param patience how long the threads of a closed backend may take to end
   */
  List<String> leaks(Duration patience) {
    List<String> leaks = new ArrayList<>();
    int resources = engine.openResources();
    if (resources > toldResources) {
      leaks.add((resources - toldResources) + " states or executables of " + name());
    }
    toldResources = resources;
    backend.takeLeftOver().forEach(what -> leaks.add(what + " of " + name()));
    if (!isOpen()) {
      LiveThreads.staying(threads, patience)
          .forEach(
              thread -> leaks.add("thread '" + thread.getName() + "' of " + name() + ", closed"));
    }
    return leaks;
  }
}
