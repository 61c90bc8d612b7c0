package io.deltarule.backend;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An open backend together with everything made on it: compiles computations, holds state, and
 * closes all of it. Several engines live side by side in one JVM; each is used by one thread at a
 * time.
 */
public final class Engine implements AutoCloseable {
  private final Backend backend;
  private final String reason;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private boolean closed;

  private Engine(Backend backend, String reason) {
    this.backend = backend;
    this.reason = reason;
  }

  /**
   * Opens an engine on the best backend that can run here ({@code auto}) or on the one of a name
   * ({@code cpu}, {@code cuda}, {@code reference}).
   *
   * @throws BackendUnavailableException if the named backend cannot run here, with each failed
   *     check and its remedy
   * @throws IllegalArgumentException if there is no backend of that name on the class or module
   *     path
   */
  public static Engine open(String device) {
    return open(device, BackendOptions.standard());
  }

  /** Opens an engine with options. */
  public static Engine open(String device, BackendOptions options) {
    Selection selection = Selection.of(device, options);
    return new Engine(selection.provider().open(options), selection.reason());
  }

  /** Makes an engine of an open backend, which it then owns. */
  public static Engine of(Backend backend) {
    return new Engine(backend, "given by the program");
  }

  public Backend backend() {
    return backend;
  }

  /** Why this backend was chosen, in a line. */
  public String reason() {
    return reason;
  }

  /** A new, empty state, closed with this engine at the latest. */
  public State newState() {
    requireOpen();
    return own(new State(backend, owned::remove));
  }

  /** Optimises, plans and loads a computation over a state. */
  public Executable compile(Computation computation, State state) {
    return load(Compiler.optimize(computation), state, backend.planOptions());
  }

  /** Plans and loads a computation as it is, without the compiler's passes. */
  public Executable load(Computation computation, State state, PlanOptions options) {
    return load(Planner.plan(computation, options), state);
  }

  /**
   * Loads a plan over a state.
   *
   * @throws IllegalArgumentException if the state was made by another engine
   * @throws IllegalStateException if the state or this engine is closed
   * @throws NotEnoughMemoryException if the backend has not the memory that the plan takes
   * @throws UnsupportedByBackendException if the backend does not offer one of the operations
   */
  public Executable load(Plan plan, State state) {
    requireOpen();
    if (!state.isOn(backend)) {
      throw new IllegalArgumentException(
          "this state lives on another engine; make one with newState() of the engine that loads");
    }
    return own(new Executable(backend, plan, state, owned::remove));
  }

  /** The number of states and executables that were made here and are not closed yet. */
  public int openResources() {
    return owned.size();
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this engine is closed; open another one");
    }
  }

  /** Closes the executables and states made here, the newest first, and then the backend. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    RuntimeException failure = null;
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        RuntimeException next = new IllegalStateException("closing the engine failed", e);
        if (failure == null) {
          failure = next;
        } else {
          failure.addSuppressed(next);
        }
      }
    }
    backend.close();
    if (failure != null) {
      throw failure;
    }
  }
}
