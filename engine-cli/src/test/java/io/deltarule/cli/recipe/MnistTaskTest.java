package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
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
        .hasMessageContaining("an image of 32 x 28 pixels; give an image file");
  }

  @Test
  void aFileThatIsNoImageIsRefused() throws IOException {
    String file = Files.writeString(folder.resolve("x.png"), "text").toString();
    assertThatThrownBy(() -> task.parse(file)).hasMessageContaining("no image of a known format");
  }

  @Test
  void aMissingFileIsNamed() {
    String file = folder.resolve("missing.png").toString();
    assertThatThrownBy(() -> task.parse(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("there is no file '" + file + "'", "of 28 x 28 pixels");
  }

  @Test
  void aDamagedImageIsNamed() throws IOException {
    Path file = image(28, 28);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {20, 45, bytes.length / 2}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> task.parse(file.toString()))
          .as("cut to %s bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("'" + file + "' is damaged");
    }
  }

  @Test
  void anImageThatClaimsABillionPixelsIsRefusedByItsHeader() throws IOException {
    Path file = image(28, 28);
    byte[] bytes = Files.readAllBytes(file);
    // Width and height stand after the signature and the head of the first chunk, which ends with
    // its checksum.
    ByteBuffer png = ByteBuffer.wrap(bytes).putInt(16, 40_000).putInt(20, 40_000);
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 12, 17);
    png.putInt(29, (int) checksum.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(() -> task.parse(file.toString()))
        .hasMessageContaining("an image of 40000 x 40000 pixels");
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
