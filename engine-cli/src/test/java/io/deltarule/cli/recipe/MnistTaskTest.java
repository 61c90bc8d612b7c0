package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTaskTest {
  @TempDir Path folder;
  private static MnistTask task;

  @BeforeAll
  static void load() throws IOException {
    task = MnistTask.load();
  }

  private Path image(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 5, 0xFFFFFFFF);
    Path file = folder.resolve("digit.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void anImageFileIsReadAsTheDataAre() throws IOException {
    Tensor parsed = task.parse(image(28, 28).toString());
    assertThat(parsed.shape()).isEqualTo(Shape.of(1, 784));
    float dark = task.train().features().floats()[0];
    assertThat(parsed.floats()[0]).isEqualTo(dark);
    assertThat(parsed.floats()[5 * 28 + 3]).isCloseTo((1 - 0.1307f) / 0.3081f, within(1e-5f));
  }

  @Test
  void anImageOfAnotherSizeIsRefused() throws IOException {
    String file = image(32, 28).toString();
    assertThatThrownBy(() -> task.parse(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an image of 32 x 28 pixels; mnist-mlp takes an image file");
  }

  @Test
  void aFileThatIsNoImageIsRefused() throws IOException {
    String file = Files.writeString(folder.resolve("x.png"), "text").toString();
    assertThatThrownBy(() -> task.parse(file)).hasMessageContaining("no image of a known format");
  }

  @Test
  void theMostProbableDigitsAreToldFirst() {
    double[] logits = {0, 1, 2, 900, 4, 5, 6, 7, 8, -900};
    assertThat(task.describe(Tensor.of(Shape.of(1, 10), logits)))
        .hasSize(3)
        .first()
        .isEqualTo("digit 3  probability 1.0000");
  }
}
