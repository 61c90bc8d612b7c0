package io.deltarule.persist;

import java.io.IOException;

/** A file whose content isn't what its format demands. The message starts with the file's name. */
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault found in a file.
   *
   * @param file the path or name of the file
   * @param fault what was expected, what was found, and the remedy
   */
  public MalformedFileException(Object file, String fault) {
    super(file + ": " + fault);
  }

  /** A fault found in a file by a parser, whose exception is the cause. */
  public MalformedFileException(Object file, String fault, Throwable cause) {
    super(file + ": " + fault, cause);
  }
}
