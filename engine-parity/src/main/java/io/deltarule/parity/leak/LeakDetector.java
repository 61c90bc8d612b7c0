package io.deltarule.parity.leak;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something over on the engines opened here: a state, an executable, a
 * kernel, a memory, the engine itself, or a thread of one that is closed. An engine opened before
 * the tests may stay open from one to the next, with its threads; after the last test it must be
 * closed, and no thread may live that did not live before the first.
 *
 * <p>For a field of a test class, with {@code @RegisterExtension}. Each leak is told once, so that
 * later tests are not blamed for it.
 */
public final class LeakDetector
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final int MOST_TOLD = 12;

  private final List<Watched> watched = new ArrayList<>();
  private final List<String> leaks = new ArrayList<>();

  /** Threads that lived before the tests, or that were told. */
  private final Set<Thread> known = new HashSet<>();

  /** Threads that appeared while engines were open, and after which test they were first seen. */
  private final Map<Thread, String> late = new HashMap<>();

  private List<Watched> openBefore = List.of();

  private final Duration patience;

  /** A detector without engines. The threads of a closed one have two seconds to end. */
  public LeakDetector() {
    this(Duration.ofSeconds(2));
  }

  LeakDetector(Duration patience) {
    this.patience = patience;
  }

  /** Opens a backend and an engine on it, and watches both. */
  public Engine engine(Supplier<Backend> open) {
    Watched opened = new Watched(open);
    watched.add(opened);
    return opened.engine();
  }

  /** All that was found until now, each with the test after which it was found. */
  public List<String> leaks() {
    return List.copyOf(leaks);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    known.addAll(LiveThreads.now());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    openBefore = List.copyOf(watched);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    requireNothingLeft(context.getDisplayName());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    openBefore = List.of();
    requireNothingLeft("the last test of " + context.getDisplayName());
  }

  private void requireNothingLeft(String test) {
    List<String> found = new ArrayList<>();
    for (Watched each : List.copyOf(watched)) {
      found.addAll(each.leaks(patience));
      if (each.isOpen() && !openBefore.contains(each)) {
        found.add("the engine on " + each.name() + " itself");
      }
      if (!each.isOpen() || !openBefore.contains(each)) {
        known.addAll(each.threads());
        watched.remove(each);
      }
    }
    found.addAll(threads(test));
    if (!found.isEmpty()) {
      found.forEach(what -> leaks.add("after " + test + ": " + what));
      throw new AssertionError(
          "left over after "
              + test
              + ", close what the test opened: "
              + found.stream().limit(MOST_TOLD).collect(Collectors.joining("; "))
              + (found.size() > MOST_TOLD ? "; and " + (found.size() - MOST_TOLD) + " more" : ""));
    }
  }

  /** While an engine is open, a new thread may be its own; once none is, it must have ended. */
  private List<String> threads(String test) {
    Set<Thread> started = LiveThreads.now();
    started.removeAll(known);
    watched.forEach(each -> started.removeAll(each.threads()));
    started.forEach(thread -> late.putIfAbsent(thread, test));
    if (!watched.isEmpty()) {
      return List.of();
    }
    known.addAll(started);
    return LiveThreads.staying(started, patience).stream()
        .map(thread -> "thread '" + thread.getName() + "', first seen after " + late.get(thread))
        .sorted()
        .toList();
  }
}
