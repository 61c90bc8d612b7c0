package io.deltarule.cpu.warmup;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Runs vector code until the JIT has compiled it. Interpreted, and in the code of the first
 * compiler, every vector is an object; the second compiler keeps vectors in registers. So code is
 * compiled when the thread that runs it allocates no more. That can't be taken for anything else on
 * a busy machine, as a time could.
 */
public final class Exercises {
  /** Turns in a row without an allocation. */
  private static final int CLEAN_TURNS = 3;

  /**
   * Turns after which the second compiler has been asked for the code, if not for all of it; from
   * then on the thread sleeps between turns, and leaves it the processor.
   */
  private static final int BUSY_TURNS = 32;

  private static final int SLEEP_MILLIS = 1;

  /**
   * Then the code is given up, and plain Java goes on standing in. That is for a JIT that does not
   * know the Vector API, or leaves vectors in objects: with them, vector code is many times slower
   * than plain loops. A busy machine takes long, but not so many turns.
   */
  static final int MOST_TURNS = 20_000;

  private final LongSupplier allocatedBytes;
  private final BooleanSupplier stopped;
  private final int mostTurns;

  /**
   * Exercises on the current thread, for as many turns as even a busy machine does not take.
   *
   * @param allocatedBytes what the thread has allocated so far
   * @param stopped asked between turns
   */
  public Exercises(LongSupplier allocatedBytes, BooleanSupplier stopped) {
    this(allocatedBytes, stopped, MOST_TURNS);
  }

  /**
   * Exercises on the current thread.
   *
   * @param allocatedBytes what the thread has allocated so far
   * @param stopped asked between turns
   * @param mostTurns after so many, code is given up
   */
  Exercises(LongSupplier allocatedBytes, BooleanSupplier stopped, int mostTurns) {
    this.allocatedBytes = allocatedBytes;
    this.stopped = stopped;
    this.mostTurns = mostTurns;
  }

  /** Takes turns until the code is compiled; false if it was given up, or stopped. */
  public boolean compile(Runnable turn) throws InterruptedException {
    int clean = 0;
    for (int turns = 0; turns < mostTurns && !stopped.getAsBoolean(); turns++) {
      long before = allocatedBytes.getAsLong();
      turn.run();
      clean = allocatedBytes.getAsLong() == before ? clean + 1 : 0;
      if (clean == CLEAN_TURNS) {
        return true;
      }
      if (turns >= BUSY_TURNS && clean == 0) {
        Thread.sleep(SLEEP_MILLIS);
      }
    }
    return false;
  }
}
