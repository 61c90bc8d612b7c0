package io.deltarule.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuitePartTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 60})
  void partsTogetherAreTheWhole(int count) {
    List<Integer> all = IntStream.range(0, 53).boxed().toList();
    List<Integer> found = new ArrayList<>();
    List<Long> seeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SuitePart part = SuitePart.parse(i + "/" + count);
      found.addAll(part.of(all));
      part.of(LongStream.range(-9, 44)).forEach(seeds::add);
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(all);
    assertThat(seeds)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(-9, 44).boxed().toList());
  }

  @Test
  void theWholeIsEverythingInItsOrder() {
    assertThat(SuitePart.WHOLE.of(List.of("c", "a", "b"))).containsExactly("c", "a", "b");
    assertThat(SuitePart.WHOLE.isWhole()).isTrue();
    assertThat(SuitePart.parse("1/2").isWhole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3/", "/8", "a/8", "1/2/3", "8/8", "-1/8", "0/0", "1.5/8"})
  void whatIsNoPartSaysWhatIsExpected(String text) {
    assertThatThrownBy(() -> SuitePart.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("part of the parity suite: ");
  }
}
