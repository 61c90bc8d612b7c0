package io.deltarule.benchmarks.ceiling;

import io.deltarule.benchmarks.allocation.AllocatedBytes;
import java.util.List;

/** The most floating-point operations a second that fused multiply-adds in registers reach. */
public final class FmaProbe {
  /**
   * Enough chains for the latency times the units of a processor: four cycles and two units need 8,
   * Apple's four units 16. AVX2's 16 registers hold 12 chains and two constants; more registers
   * hold 24. The better counts.
   */
  private static final int FEW = 12;

  private static final int MANY = 24;

  private static final int WARM_UP_TURNS = 200;
  private static final double LONGEST_WARM_UP_SECONDS = 60;

  /** Short enough that other work on the machine leaves some repetitions alone. */
  private static final double REPETITION_SECONDS = 2e-3;

  /** For all numbers of chains together. */
  private static final double SECONDS = 0.6;

  private final String form;
  private final List<Chains> variants;

  private FmaProbe(String form, List<Chains> variants) {
    this.form = form;
    this.variants = variants;
  }

  /**
   * A probe over the Vector API, or in plain Java where the module is not there, and warms it up.
   *
   * @throws IllegalStateException if the JIT does not come to compile it
   */
  public static FmaProbe create() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return plain();
    }
    Chains few = VectorChains.emit(FEW);
    int lanes = few.flopsPerTurn() / (2 * FEW);
    return warm(new FmaProbe(lanes + " float32 lanes", List.of(few, VectorChains.emit(MANY))));
  }

  /** A probe in plain Java, of one lane. */
  static FmaProbe plain() {
    return warm(
        new FmaProbe(
            "plain Java, without the module jdk.incubator.vector", List.of(new ScalarChains())));
  }

  /**
   * Runs until the JIT has compiled the chains: until then every vector is an object. On one
   * thread, as threads that take every processor would keep the JIT from its work.
   */
  private static FmaProbe warm(FmaProbe probe) {
    long deadline = System.nanoTime() + (long) (LONGEST_WARM_UP_SECONDS * 1e9);
    for (Chains chains : probe.variants) {
      chains.run(WARM_UP_TURNS);
      while (AllocatedBytes.perRun(() -> chains.run(WARM_UP_TURNS), 100) > 0) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "the probe of multiply-adds ran for "
                  + LONGEST_WARM_UP_SECONDS
                  + " s and still holds vectors in objects; run on a JVM with the C2 compiler, on a"
                  + " machine that is less busy");
        }
      }
    }
    return probe;
  }

  /** What is measured, such as {@code 16 float32 lanes}. */
  public String form() {
    return form;
  }

  /**
   * The highest rate of any repetition, in billions of operations a second of all threads, which
   * start together; the slowest thread's time counts.
   */
  public double gigaflops(int threads) {
    return gigaflops(threads, SECONDS);
  }

  /** The same within a time of choice. */
  public double gigaflops(int threads, double seconds) {
    double best = 0;
    try (Team team = new Team(threads)) {
      for (Chains chains : variants) {
        best = Math.max(best, gigaflops(chains, team, threads, seconds / variants.size()));
      }
    }
    return best;
  }

  private static double gigaflops(Chains chains, Team team, int threads, double duration) {
    float[][] ends = new float[threads][1];
    double best = 0;
    int turns = WARM_UP_TURNS;
    long deadline = System.nanoTime() + (long) (duration * 1e9);
    do {
      int now = turns;
      double seconds = team.seconds(member -> ends[member][0] += chains.run(now));
      best = Math.max(best, (double) chains.flopsPerTurn() * turns * threads / seconds / 1e9);
      if (seconds < REPETITION_SECONDS) {
        turns *= 2;
      }
    } while (System.nanoTime() < deadline);
    for (float[] end : ends) {
      if (!Float.isFinite(end[0])) {
        throw new IllegalStateException("the probe of multiply-adds computed " + end[0]);
      }
    }
    return best;
  }
}
