package io.deltarule.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.cpu.train.Networks;
import io.deltarule.cpu.warmup.Exercises;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.cpu.warmup.Piece;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.train.Training;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The vector code of each piece is compiled by its exercise. Otherwise plain Java would stand in
 * for good, with the same results.
 */
class WarmedPiecesTest {
  /** Keeps what there is to warm up, and lets plain Java run. */
  private static final class Kept implements WarmUp {
    private final List<Piece<?>> pieces = new ArrayList<>();

    @Override
    public <T> Form<T> form(Piece<T> piece) {
      pieces.add(piece);
      return Form.of(piece.standIn());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPieceOfANetworkIsCompiled(Networks network) throws InterruptedException {
    Kept kept = new Kept();
    try (Engine engine = Engine.of(new CpuBackend(BackendOptions.standard().withThreads(1), kept));
        Training training = network.training(engine)) {
      network.train(training, 1);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Exercises exercises = new Exercises(threads::getCurrentThreadAllocatedBytes, () -> false);
    assertThat(kept.pieces).hasSizeGreaterThan(8 + 5);
    for (Piece<?> piece : kept.pieces) {
      assertThat(isCompiled(piece, exercises)).as(piece.toString()).isTrue();
    }
  }

  private static <T> boolean isCompiled(Piece<T> piece, Exercises exercises)
      throws InterruptedException {
    return exercises.compile(piece.exercise(piece.vector()));
  }
}
