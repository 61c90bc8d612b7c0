package io.deltarule.cpu.warmup;

/** Decides which form of a piece of code runs. */
public interface WarmUp {
  /** The form of a piece, which may change from run to run. */
  <T> Form<T> form(Piece<T> piece);

  /** No warm-up: vector code from the first call. */
  static WarmUp none() {
    return new WarmUp() {
      @Override
      public <T> Form<T> form(Piece<T> piece) {
        return Form.of(piece.vector());
      }
    };
  }
}
