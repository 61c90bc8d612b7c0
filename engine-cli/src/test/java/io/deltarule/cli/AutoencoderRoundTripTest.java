package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One epoch, and what it saved and drew. */
class AutoencoderRoundTripTest {
  private static final Pattern ERROR =
      Pattern.compile("^test mean squared error (\\d\\.\\d{4})$", Pattern.MULTILINE);

  @TempDir static Path folder;
  private static Path model;
  private static CommandRun trained;

  @BeforeAll
  static void train() {
    model = folder.resolve("digits.safetensors");
    trained =
        CommandRun.of(
            "train", "mnist-autoencoder", "--device", "cpu", "--epochs", 1, "--out", model);
  }

  private static CommandRun withModel(String command, Object... more) {
    Object[] words = new Object[6 + more.length];
    Object[] start = {command, "mnist-autoencoder", "--device", "cpu", "--model", model};
    System.arraycopy(start, 0, words, 0, start.length);
    System.arraycopy(more, 0, words, start.length, more.length);
    return CommandRun.of(words);
  }

  private static double error(CommandRun run) {
    Matcher line = ERROR.matcher(run.out());
    assertThat(line.find()).as(run.out() + run.err()).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /** The best constant image has an error of 0.067, the variance of a pixel about its mean. */
  @Test
  void anEpochReconstructsFarBetterThanTheMeanImage() {
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(error(trained)).isLessThan(0.03);
    assertThat(error(withModel("evaluate"))).isEqualTo(error(trained));
  }

  @Test
  void theGridShowsTheOriginalsAboveTheirReconstructions() throws IOException {
    Path file = folder.resolve("digits.png");
    assertThat(trained.out()).contains("drew " + file);
    BufferedImage grid = ImageIO.read(file.toFile());
    int cell = 28 * 2 + 2;
    assertThat(grid.getWidth()).isEqualTo(10 * cell + 2);
    assertThat(grid.getHeight()).isEqualTo(4 * cell + 2);
    // A reconstruction is nearer to its own original than to the next one's, nearly always.
    int nearer = 0;
    for (int column = 0; column < 9; column++) {
      double own = distance(grid, column * cell, 0, column * cell, cell);
      double other = distance(grid, (column + 1) * cell, 0, column * cell, cell);
      assertThat(own).isPositive();
      nearer += own < other ? 1 : 0;
    }
    assertThat(nearer).isGreaterThanOrEqualTo(8);
  }

  private static double distance(BufferedImage grid, int x0, int y0, int x1, int y1) {
    double sum = 0;
    for (int y = 2; y < 58; y += 2) {
      for (int x = 2; x < 58; x += 2) {
        double difference =
            (grid.getRGB(x0 + x, y0 + y) & 255) - (grid.getRGB(x1 + x, y1 + y) & 255);
        sum += difference * difference;
      }
    }
    return sum;
  }

  @Test
  void aDigitIsShownBesideItself() {
    CommandRun run = withModel("predict", "--index", 0);
    assertThat(run.code()).as(run.err()).isZero();
    String[] halves = run.out().split("right answer: the image itself\n");
    assertThat(halves).hasSize(2);
    assertThat(halves[0].lines().skip(1)).hasSize(14).anyMatch(line -> line.contains("@"));
    assertThat(halves[1].lines()).hasSize(14).anyMatch(line -> line.contains("@"));
  }

  @Test
  void anImageOfAnotherSizeIsRefused() throws IOException {
    Path file = folder.resolve("small.png");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    CommandRun run = withModel("predict", file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("an image of 8 x 8 pixels; give an image file");
  }
}
