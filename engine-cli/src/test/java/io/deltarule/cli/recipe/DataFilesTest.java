package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.data.CharacterVocabulary;
import io.deltarule.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DataFilesTest {
  /** The checksums that the NOTICE gives, by file. */
  private static Map<String, String> noted() throws IOException {
    Map<String, String> checksums = new LinkedHashMap<>();
    Matcher line =
        Pattern.compile("(?m)^  ([0-9a-f]{64})  ((?:mnist|wages|spam|moby-dick)/\\S+)$")
            .matcher(new String(bytes("NOTICE"), StandardCharsets.UTF_8));
    while (line.find()) {
      checksums.put(line.group(2), line.group(1));
    }
    return checksums;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = Resources.open(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void everyFileIsTheOneThatTheNoticeNames() throws IOException, NoSuchAlgorithmException {
    Map<String, String> checksums = noted();
    assertThat(checksums).hasSize(7);
    for (Map.Entry<String, String> file : checksums.entrySet()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(file.getKey()));
      assertThat(HexFormat.of().formatHex(hash)).as(file.getKey()).isEqualTo(file.getValue());
    }
  }

  @Test
  void mnistHas60000TrainingAnd10000TestImages() throws IOException {
    Task mnist = new MnistMlp().load(0);
    assertThat(mnist.train().size()).isEqualTo(60_000);
    assertThat(mnist.test().size()).isEqualTo(10_000);
    assertThat(mnist.train().featureShape().elementCount()).isEqualTo(784);
    assertThat(mnist.train().range(0, 5).targets().ints()).containsExactly(5, 0, 4, 1, 9);
    assertThat(mnist.test().range(0, 5).targets().ints()).containsExactly(7, 2, 1, 0, 4);
    assertThat(meanOf(mnist.train().range(0, 2000))).isBetween(-0.05, 0.05);
  }

  private static double meanOf(Dataset data) {
    double sum = 0;
    float[] features = data.features().floats();
    for (float feature : features) {
      sum += feature;
    }
    return sum / features.length;
  }

  @Test
  void theWagesAre534WorkersOfWhomAFifthIsHeldOut() throws IOException {
    assertThat(WagesTable.load().rows()).isEqualTo(534);
    Task wages = new Wages().load(0);
    assertThat(wages.train().size()).isEqualTo(427);
    assertThat(wages.test().size()).isEqualTo(107);
  }

  @Test
  void mobyDickHas83Characters() throws IOException {
    String text = MobyDick.text();
    assertThat(text).hasSize(1_190_317).startsWith("CHAPTER 1. Loomings.\n\nCall me Ishmael.");
    CharacterVocabulary vocabulary = CharacterVocabulary.of(text);
    assertThat(vocabulary.size()).isEqualTo(83);
    assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
  }
}
