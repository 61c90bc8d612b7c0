package io.deltarule.cpu.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code is a name here; "vector" allocates in its first turns, as real vector code does. */
@Timeout(60)
class BackgroundWarmUpTest {
  private static final int ALLOCATING_TURNS = 50;

  private final BackgroundWarmUp warmUp = new BackgroundWarmUp();

  private static class Named implements Piece<String> {
    private final CountDownLatch begun = new CountDownLatch(1);
    private int turns;
    Object kept;

    @Override
    public String standIn() {
      return "stand-in";
    }

    @Override
    public String vector() {
      return "vector";
    }

    boolean allocatesInTurn(int turn) {
      return turn <= ALLOCATING_TURNS;
    }

    @Override
    public Runnable exercise(String vector) {
      return () -> {
        begun.countDown();
        if (allocatesInTurn(++turns)) {
          kept = new byte[64];
        }
      };
    }
  }

  @Test
  void whatHasRunMuchTurnsIntoVectorCode() throws Exception {
    Named piece = new Named();
    try (warmUp) {
      Form<String> form = warmUp.form(piece);
      assertThat(form.next(WarmedForm.HEAT - 1)).isEqualTo("stand-in");
      warmUp.await();
      assertThat(form.now()).isEqualTo("stand-in");
      assertThat(piece.turns).isZero();
      form.next(1);
      warmUp.await();
      assertThat(form.now()).isEqualTo("vector");
      assertThat(piece.turns).isGreaterThanOrEqualTo(ALLOCATING_TURNS + 3);
    }
  }

  /** The thread has ended between the two. */
  @Test
  void aLaterPieceIsWarmedUpToo() throws Exception {
    try (warmUp) {
      for (int i = 0; i < 3; i++) {
        Form<String> form = warmUp.form(new Named());
        form.next(WarmedForm.HEAT);
        warmUp.await();
        assertThat(form.now()).isEqualTo("vector");
      }
    }
  }

  @Test
  void theStandInStaysWhereVectorCodeCannotBeMade() throws Exception {
    Form<String> failing =
        warmUp.form(
            new Named() {
              @Override
              public String vector() {
                throw new IllegalStateException("no hidden classes here");
              }

              @Override
              public String toString() {
                return "a piece that cannot be made";
              }
            });
    Form<String> other = warmUp.form(new Named());
    try (warmUp) {
      failing.next(WarmedForm.HEAT);
      other.next(WarmedForm.HEAT);
      warmUp.await();
      assertThat(failing.now()).isEqualTo("stand-in");
      assertThat(other.now()).isEqualTo("vector");
      assertThat(warmUp.givenUp()).containsExactly("a piece that cannot be made");
    }
  }

  @Test
  void whatAllocatesForeverIsGivenUp() throws Exception {
    Named piece =
        new Named() {
          @Override
          boolean allocatesInTurn(int turn) {
            return true;
          }

          @Override
          public String toString() {
            return "a piece whose vectors stay objects";
          }
        };
    try (BackgroundWarmUp impatient = new BackgroundWarmUp(100)) {
      Form<String> form = impatient.form(piece);
      form.next(WarmedForm.HEAT);
      impatient.await();
      assertThat(form.now()).isEqualTo("stand-in");
      assertThat(piece.turns).isEqualTo(100);
      assertThat(impatient.givenUp()).containsExactly("a piece whose vectors stay objects");
    }
  }

  @Test
  void closingEndsTheThreadAmidAnExerciseAndForGood() throws Exception {
    Named piece =
        new Named() {
          @Override
          boolean allocatesInTurn(int turn) {
            return true;
          }
        };
    Form<String> form = warmUp.form(piece);
    form.next(WarmedForm.HEAT);
    piece.begun.await();
    warmUp.close();
    assertThat(warmUp.givenUp()).isEmpty();
    int turns = piece.turns;
    assertThat(form.next(WarmedForm.HEAT)).isEqualTo("stand-in");
    warmUp.form(new Named()).next(WarmedForm.HEAT);
    warmUp.await();
    assertThat(piece.turns).isEqualTo(turns);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("deltarule-warm-up") && thread.isAlive());
  }
}
