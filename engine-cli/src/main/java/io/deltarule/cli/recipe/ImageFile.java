package io.deltarule.cli.recipe;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads an image of a known size; one that claims another is refused before memory is taken. */
final class ImageFile {
  private ImageFile() {}

  /**
   * Reads an image of {@code side} x {@code side} pixels.
   *
   * @param wanted what the file should be, for messages
   * @throws IOException if there is no such file or its data are damaged
   * @throws IllegalArgumentException if it is no image, or one of another size
   */
  static BufferedImage read(String file, int side, String wanted) throws IOException {
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException("there is no file '" + file + "'; give " + wanted);
    }
    try (ImageInputStream stream = ImageIO.createImageInputStream(path.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw refused(file, "no image of a known format", wanted);
      }
      return read(file, readers.next(), stream, side, wanted);
    }
  }

  private static BufferedImage read(
      String file, ImageReader reader, ImageInputStream stream, int side, String wanted)
      throws IOException {
    int width;
    int height;
    BufferedImage image = null;
    try {
      reader.setInput(stream);
      width = reader.getWidth(0);
      height = reader.getHeight(0);
      if (width == side && height == side) {
        image = reader.read(0);
      }
    } catch (IOException | RuntimeException e) {
      // The readers meet damaged data with exceptions of any kind.
      throw new IOException("'" + file + "' is damaged: " + e.getMessage() + "; give " + wanted, e);
    } finally {
      reader.dispose();
    }
    if (image == null) {
      throw refused(file, "an image of " + width + " x " + height + " pixels", wanted);
    }
    return image;
  }

  private static IllegalArgumentException refused(String file, String found, String wanted) {
    return new IllegalArgumentException("'" + file + "' is " + found + "; give " + wanted);
  }
}
