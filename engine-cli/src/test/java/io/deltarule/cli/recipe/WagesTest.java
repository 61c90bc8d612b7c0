package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.data.CsvTable;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WagesTest {
  private static final String FIRST_WORKER =
      "education=8,south=0,gender=female,experience=21,union=1,age=35,race=hispanic,"
          + "occupation=other,sector=manufacturing,married=0";

  private static CsvTable table;
  private static WagesTask task;

  @BeforeAll
  static void load() throws IOException {
    table = WagesTable.load();
    task = new WagesTask(table, 3);
  }

  @Test
  void wordsBecomeColumnsOfZeroAndOne() {
    assertThat(table.columns())
        .hasSize(WagesTable.FEATURES + 1)
        .startsWith("education", "south", "experience")
        .contains("gender=female", "race=other", "sector=construction")
        .endsWith("wage");
    float[] first = new float[table.columns().size()];
    System.arraycopy(table.values().floats(), 0, first, 0, first.length);
    assertThat(first[table.column("gender=female")]).isEqualTo(1);
    assertThat(first[table.column("race=hispanic")]).isEqualTo(1);
    assertThat(first[table.column("race=other")]).isZero();
    assertThat(first[table.column("wage")]).isEqualTo(5.1f);
  }

  @Test
  void aWorkerFromTheCommandLineIsReadAsFromTheFile() {
    Tensor parsed = task.parse(FIRST_WORKER);
    assertThat(parsed.shape()).isEqualTo(Shape.of(1, WagesTable.FEATURES));
    for (float value : parsed.floats()) {
      assertThat(value).isFinite();
    }
    Tensor other = task.parse(FIRST_WORKER.replace("education=8", "education=16"));
    assertThat(other.floats()[0]).isGreaterThan(parsed.floats()[0]);
    assertThat(other.floats()[1]).isEqualTo(parsed.floats()[1]);
  }

  @Test
  void aMissingColumnAnUnknownWordAndATwiceGivenColumnAreRefused() {
    assertThatThrownBy(() -> task.parse("education=8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'south' must be a finite number, got nothing")
        .hasMessageContaining("gender=male|female");
    assertThatThrownBy(() -> task.parse(FIRST_WORKER.replace("female", "f")))
        .hasMessageContaining("column 'gender' must be one of [male, female], got 'f'");
    assertThatThrownBy(() -> task.parse(FIRST_WORKER + ",age=35"))
        .hasMessageContaining("'age=35' is no column=value, or comes twice");
    assertThatThrownBy(() -> task.parse(FIRST_WORKER.replace("age=35", "age=NaN")))
        .hasMessageContaining("column 'age' must be a finite number, got 'NaN'");
  }

  @Test
  void aPredictionIsToldInDollars() {
    Tensor zero = Tensor.of(Shape.of(1, 1), 0f);
    assertThat(task.describe(zero))
        .singleElement()
        .asString()
        .matches("wage \\d\\.\\d\\d dollars per hour");
  }

  @Test
  void theErrorIsInDollarsAndTheShareOfVarianceIsUnitless() {
    float[] targets = task.test().targets().floats();
    float[] predictions = new float[targets.length];
    var metrics = task.metrics();
    metrics.forEach(metric -> metric.update(predictions, targets, targets.length, 1));
    assertThat(metrics.get(0).name()).isEqualTo("mean absolute error");
    assertThat(metrics.get(0).value()).isBetween(2.5, 6.0);
    assertThat(metrics.get(1).name()).isEqualTo("R2");
    assertThat(metrics.get(1).value()).isBetween(-0.2, 0.0);
  }
}
