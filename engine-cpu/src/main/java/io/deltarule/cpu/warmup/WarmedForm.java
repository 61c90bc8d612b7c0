package io.deltarule.cpu.warmup;

/** The stand-in at first, and the vector form once it is compiled. */
final class WarmedForm<T> implements Form<T> {
  /**
   * Operations that the stand-in does before the vector form is warmed up. Plain Java takes some
   * ten milliseconds for them, warming up a tenth of a second, on a processor that the program may
   * have use for: a network so small, or so soon done, is better off without.
   */
  static final long HEAT = 1 << 23;

  private final BackgroundWarmUp warmUp;
  private final Piece<T> piece;
  private final T standIn;
  private volatile T compiled;
  private long done;

  WarmedForm(BackgroundWarmUp warmUp, Piece<T> piece) {
    this.warmUp = warmUp;
    this.piece = piece;
    this.standIn = piece.standIn();
  }

  @Override
  public T next(long work) {
    T vector = compiled;
    if (vector != null) {
      return vector;
    }
    if (done < HEAT) {
      done += work;
      if (done >= HEAT) {
        warmUp.add(this);
      }
    }
    return standIn;
  }

  /** Exercises the vector form, and lets it run if that was compiled; tells whether. */
  boolean warm(Exercises exercises) throws InterruptedException {
    T vector = piece.vector();
    if (!exercises.compile(piece.exercise(vector))) {
      return false;
    }
    compiled = vector;
    return true;
  }

  @Override
  public String toString() {
    return piece.toString();
  }
}
