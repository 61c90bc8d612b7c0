package io.deltarule.cpu.parallel;

/** Work that falls into parts which may run at the same time, in any order. */
@FunctionalInterface
public interface ParallelTask {
  /** Does one part, from 0 to the number of parts - 1. */
  void run(int part);
}
