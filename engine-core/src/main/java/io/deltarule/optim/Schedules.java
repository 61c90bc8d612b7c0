package io.deltarule.optim;

/** The usual schedules. Steps are updates; with N steps a run has steps 0 to N - 1. */
public final class Schedules {
  private Schedules() {}

  public static Schedule constant(double rate) {
    requireRate("constant", rate);
    return step -> rate;
  }

  /** The rate times {@code factor} after every {@code every} steps. */
  public static Schedule step(double rate, long every, double factor) {
    requireRate("step", rate);
    requireSteps("step", "every", every);
    requireFactor("step", factor);
    return step -> rate * Math.pow(factor, (double) Math.floorDiv(step, every));
  }

  /** The rate times factor^step. */
  public static Schedule exponential(double rate, double factor) {
    requireRate("exponential", rate);
    requireFactor("exponential", factor);
    return step -> rate * Math.pow(factor, (double) step);
  }

  /**
   * Linear warm-up from rate / warmup to the rate, then half a cosine to {@code end} (Loshchilov
   * and Hutter 2017, without restarts). After the last step it stays at the end.
   *
   * @param warmup the number of warm-up steps, 0 or more
   * @param total the number of steps in all, more than warmup
   */
  public static Schedule cosine(double rate, long warmup, long total, double end) {
    requireRate("cosine", rate);
    if (!(end >= 0 && end <= rate) || warmup < 0 || total <= warmup) {
      throw new IllegalArgumentException(
          "schedule cosine: needs 0 <= end <= rate and 0 <= warmup < total, got end "
              + end
              + ", rate "
              + rate
              + ", warmup "
              + warmup
              + ", total "
              + total);
    }
    return step -> {
      if (step < warmup) {
        return rate * (step + 1) / warmup;
      }
      double progress = Math.min(1, (double) (step - warmup) / (total - warmup));
      return end + (rate - end) * (1 + Math.cos(Math.PI * progress)) / 2;
    };
  }

  /**
   * The one-cycle policy (Smith and Topin 2019; PyTorch's OneCycleLR with cosine annealing): from
   * rate / 25 up to the rate over the first 30 % of the steps, then down to rate / 250,000.
   */
  public static Schedule oneCycle(double rate, long total) {
    requireRate("oneCycle", rate);
    requireSteps("oneCycle", "total", total);
    double start = rate / 25;
    double end = start / 1e4;
    double peak = 0.3 * total - 1;
    double last = total - 1;
    return step -> {
      if (step <= peak) {
        return cosineBetween(start, rate, step / peak);
      }
      return cosineBetween(rate, end, Math.min(1, (step - peak) / (last - peak)));
    };
  }

  private static double cosineBetween(double from, double to, double progress) {
    return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
  }

  /**
   * The rate times {@code factor} whenever the observed figure has not fallen for more than {@code
   * patience} epochs ({@link ReduceOnPlateau}).
   */
  public static Schedule reduceOnPlateau(double rate, double factor, int patience) {
    return new ReduceOnPlateau(rate, factor, patience);
  }

  static void requireRate(String schedule, double rate) {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException(
          "schedule " + schedule + ": the learning rate must be positive and finite, got " + rate);
    }
  }

  private static void requireFactor(String schedule, double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "schedule " + schedule + ": factor must be above 0 and at most 1, got " + factor);
    }
  }

  private static void requireSteps(String schedule, String name, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "schedule " + schedule + ": " + name + " must be 1 or more, got " + steps);
    }
  }
}
