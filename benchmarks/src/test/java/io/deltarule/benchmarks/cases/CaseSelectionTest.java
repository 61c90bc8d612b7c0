package io.deltarule.benchmarks.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseSelectionTest {
  private static final String PRODUCT = "matmul 3 x 5 x 7";

  private final CaseSelection catalogue = CaseSelection.catalogue();
  private final CaseSelection families = CaseSelection.families();

  @Test
  void casesAreChosenByFamilyOperationAndName() {
    assertThat(catalogue.names(List.of("softmax")))
        .containsAll(OpCatalogue.families().get("softmax").stream().map(OpCase::name).toList());
    assertThat(catalogue.names(List.of("gelu"))).isNotEmpty().allMatch(n -> n.contains("gelu"));
    assertThat(catalogue.names(List.of(PRODUCT, "gradient of " + PRODUCT, PRODUCT)))
        .containsExactly(PRODUCT, "gradient of " + PRODUCT);
    assertThat(families.names(List.of("adamW"))).hasSize(3).allMatch(n -> n.startsWith("adamW"));
  }

  @Test
  void aNameThatBeginsOthersIsTakenAsItself() {
    assertThat(families.names(List.of("matmul:512x512x512"))).containsExactly("matmul:512x512x512");
    assertThat(families.names(List.of("matmul:512x512"))).hasSize(4);
  }

  @Test
  void unknownCaseIsRefusedWithTheFamilies() {
    assertThatThrownBy(() -> families.names(List.of("softmax", "matmull")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'matmull'", "matmul", "optimizer", "dispatch");
    assertThatThrownBy(() -> CaseSelection.named("matmull"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'matmull'");
  }

  @Test
  void casesOfBothKindsAreFoundAgainByName() {
    for (String name : List.of(PRODUCT, "gradient of " + PRODUCT, "a + b of 2048")) {
      assertThat(CaseSelection.named(name).name()).isEqualTo(name);
    }
  }
}
