/**
 * The invariant of the suite: after a test no executable, state, kernel, memory or thread is left
 * over.
 *
 * <p>{@link io.deltarule.parity.leak.LeakDetector} is the JUnit extension, and opens the engines
 * that it watches over a {@link io.deltarule.parity.leak.TrackedBackend}, which keeps a book of
 * what the backend under it hands out.
 *
 * <p>Depends on io.deltarule.core and on JUnit.
 */
package io.deltarule.parity.leak;
