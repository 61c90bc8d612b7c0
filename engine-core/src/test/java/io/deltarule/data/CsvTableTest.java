package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.persist.MalformedFileException;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), text);
  }

  @Test
  void readsNamedColumns() throws IOException {
    CsvTable table =
        CsvTable.read(
            file("wage ,\"years, in all\"\r\n1.5,2\r\n-3e2,+.5\r\n"), CsvFormat.withHeader());
    assertThat(table.columns()).containsExactly("wage", "years, in all");
    assertThat(table.values()).isEqualTo(Tensor.of(Shape.of(2, 2), 1.5f, 2f, -300f, 0.5f));
  }

  @Test
  void readsColumnsWithoutNames() throws IOException {
    CsvTable table =
        CsvTable.read(file("1;2;3\n\n4;5;6"), CsvFormat.withoutHeader().separatedBy(';'));
    assertThat(table.columns()).containsExactly("0", "1", "2");
    assertThat(table.values()).isEqualTo(Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f));
  }

  @Test
  void readsChosenColumnsOfATableThatHoldsText() throws IOException {
    CsvTable table =
        CsvTable.read(
            file("name,a,b\nAda,1,2\nBob,3,4\n"), CsvFormat.withHeader().columns("b", "a"));
    assertThat(table.columns()).containsExactly("b", "a");
    assertThat(table.values()).isEqualTo(Tensor.of(Shape.of(2, 2), 2f, 1f, 4f, 3f));
    assertThatThrownBy(
            () -> CsvTable.read(folder.resolve("data.csv"), CsvFormat.withHeader().columns("age")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no column 'age'; the columns are [name, a, b]");
  }

  @Test
  void ignoresAByteOrderMark() throws IOException {
    CsvTable table = CsvTable.read(file("\uFEFFa,b\n1,2\n"), CsvFormat.withHeader());
    assertThat(table.columns()).containsExactly("a", "b");
    table = CsvTable.read(file("\uFEFF\"a\",b\n1,2\n"), CsvFormat.withHeader());
    assertThat(table.columns()).containsExactly("a", "b");
    table = CsvTable.read(file("\uFEFF1,2\n3,4\n"), CsvFormat.withoutHeader());
    assertThat(table.values()).isEqualTo(Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f));
  }

  @Test
  void manyRowsGrowTheTable() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(',').append(-i).append(",0.5\n");
    }
    CsvTable table = CsvTable.read(file(text.toString()), CsvFormat.withHeader());
    assertThat(table.rows()).isEqualTo(5000);
    for (int i = 0; i < 5000; i++) {
      assertThat(table.values().floats()[3 * i]).isEqualTo(i);
      assertThat(table.values().floats()[3 * i + 1]).isEqualTo(-i);
    }
  }

  @Test
  void makesARegressionSetFromTheTargetColumns() throws IOException {
    CsvTable table = CsvTable.read(file("a,y,b,z\n1,2,3,4\n5,6,7,8\n"), CsvFormat.withHeader());
    Dataset data = table.regression("z", "y");
    assertThat(data.features()).isEqualTo(Tensor.of(Shape.of(2, 2), 1f, 3f, 5f, 7f));
    assertThat(data.targets()).isEqualTo(Tensor.of(Shape.of(2, 2), 4f, 2f, 8f, 6f));
    assertThatThrownBy(() -> table.regression("a", "y", "b", "z"))
        .hasMessageContaining("no column is left");
    assertThatThrownBy(() -> table.regression("wage")).hasMessageContaining("no column 'wage'");
  }

  @Test
  void makesAClassificationSetFromTheLabelColumn() throws IOException {
    CsvTable table = CsvTable.read(file("label,a\n2,0.5\n0,1.5\n"), CsvFormat.withHeader());
    Dataset data = table.classification("label", 3);
    assertThat(data.features()).isEqualTo(Tensor.of(Shape.of(2, 1), 0.5f, 1.5f));
    assertThat(data.targets()).isEqualTo(Tensor.of(Shape.of(2), 2, 0));
    assertThatThrownBy(() -> table.classification("label", 2))
        .hasMessageContaining("label 2 at row 0");
    assertThatThrownBy(() -> table.classification("a", 2))
        .hasMessageContaining("label column 'a' holds 0.5 in row 0");
  }

  @ParameterizedTest
  @CsvSource({
    "'',               is missing",
    "' ',              is missing",
    "NaN,              'is ''NaN'', not a number'",
    "NA,               'is ''NA'', not a number'",
    "inf,              'is ''inf'', not a number'",
    "Infinity,         'is ''Infinity'', not a number'",
    "1f,               'is ''1f'', not a number'",
    "0x10,             'is ''0x10'', not a number'",
    "1_000,            'is ''1_000'', not a number'",
    "1e,               'is ''1e'', not a number'",
    "--1,              'is ''--1'', not a number'",
    "1e39,             'is 1e39, beyond the range of float32'",
    "-4e38,            'is -4e38, beyond the range of float32'"
  })
  void fieldsThatAreNotNumbersAreReportedWithRowLineAndColumn(String field, String reason)
      throws IOException {
    Path file = file("wage,years\n1,2\n\n3," + field + "\n");
    assertThatThrownBy(() -> CsvTable.read(file, CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining(file + ": row 2 (line 4), column 'years' " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3,4,5", "3,"})
  void raggedRowsAreReported(String record) throws IOException {
    int fields = record.split(",", -1).length;
    if (fields == 2) { // a trailing comma is an empty second field
      assertThatThrownBy(() -> CsvTable.read(file("a,b\n1,2\n" + record), CsvFormat.withHeader()))
          .hasMessageContaining("row 2 (line 3), column 'b' is missing");
      return;
    }
    Path file = file("a,b\n1,2\n" + record + "\n");
    assertThatThrownBy(() -> CsvTable.read(file, CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("row 2 (line 3) has " + fields + " fields, expected 2");
  }

  @Test
  void filesWithoutRowsAreRefused() throws IOException {
    assertThatThrownBy(() -> CsvTable.read(file(""), CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("has no records");
    assertThatThrownBy(() -> CsvTable.read(file("a,b\n"), CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("has no records after its header [a, b]");
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> CsvTable.read(file("a,a\n1,2\n"), CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("names two columns 'a'");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "\u00e4,b\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> CsvTable.read(latin, CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("not valid UTF-8");
    assertThatThrownBy(() -> CsvTable.read(file("a,b\n1,\"2\"x\n"), CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class);
    Path longField = file("a,b\n1," + "9".repeat(20 << 20) + "\n");
    assertThatThrownBy(() -> CsvTable.read(longField, CsvFormat.withHeader()))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("is not valid CSV");
  }

  @Test
  void tablesWhoseNamesAndValuesDisagreeAreRefused() {
    Tensor values = Tensor.of(Shape.of(1, 2), 1f, 2f);
    assertThatThrownBy(() -> new CsvTable(List.of("a"), values))
        .hasMessageContaining("1 columns need values FLOAT32[rows, 1], got FLOAT32[1, 2]");
    assertThatThrownBy(() -> new CsvTable(List.of("a", "a"), values))
        .hasMessageContaining("two columns are called 'a'");
  }
}
