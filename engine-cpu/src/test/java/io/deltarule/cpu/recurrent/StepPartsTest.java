package io.deltarule.cpu.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.matmul.ResidentProduct;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StepPartsTest {
  @Property(tries = 200)
  void everyUnitOfEveryRowLiesInOnePart(
      @ForAll @IntRange(min = 0, max = 70) int batch,
      @ForAll @IntRange(min = 0, max = 300) int hidden,
      @ForAll @IntRange(min = 1, max = 17) int threads) {
    int[] covered = new int[batch * hidden];
    StepParts parts = parts(batch, hidden, threads);
    for (int part = 0; part < parts.parts(); part++) {
      for (int row = parts.firstRow(part); row < parts.endRow(part); row++) {
        for (int unit = parts.from(part); unit < parts.to(part); unit++) {
          covered[row * hidden + unit]++;
        }
      }
    }
    assertThat(Arrays.stream(covered)).allMatch(times -> times == 1);
  }

  @Example
  void rowsOfTheirOwnNeedNoOthers() {
    StepParts parts = parts(32, 256, 2);
    assertThat(parts.areIndependent()).isTrue();
    assertThat(parts.parts()).isEqualTo(2);
  }

  @Example
  void oneRowIsCutByItsHiddenUnits() {
    StepParts parts = parts(1, 1024, 2);
    assertThat(parts.areIndependent()).isFalse();
    assertThat(parts.parts()).isEqualTo(2);
  }

  @Example
  void moreWeightsThanACacheHoldsAreReadOnce() {
    StepParts parts = parts(64, 2048, 2);
    assertThat(parts.areIndependent()).isFalse();
  }

  /** As a GRU of so many hidden units takes ten steps. */
  private static StepParts parts(int batch, int hidden, int threads) {
    long weights = 3L * hidden * hidden;
    long work = weights * batch;
    int rowGroups = StepParts.rowGroups(batch, weights, 10 * work, threads);
    ResidentProduct product =
        new ResidentProduct(MicroKernels.plain(), threads, batch, rowGroups, hidden, 3, hidden);
    return new StepParts(product, batch, hidden, rowGroups, work, threads);
  }
}
