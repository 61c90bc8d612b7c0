package io.deltarule.cli.recipe;

import io.deltarule.persist.OutputFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes the image that a recipe draws of its model. */
final class PngFile {
  private PngFile() {}

  /** The image's file: the model's name with the ending png. */
  static Path beside(Path model) {
    String name = model.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return model.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".png");
  }

  static void write(BufferedImage image, Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not a plain stream: its cache file needs a shutdown hook, too late after Ctrl-C.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("cannot write '" + file + "': this Java has no PNG writer");
      }
    }
    ByteBuffer content = ByteBuffer.wrap(bytes.toByteArray());
    OutputFile.replace(
        file,
        channel -> {
          while (content.hasRemaining()) {
            channel.write(content);
          }
        });
  }
}
