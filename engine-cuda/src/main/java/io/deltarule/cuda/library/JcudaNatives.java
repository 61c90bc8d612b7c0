package io.deltarule.cuda.library;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.nvrtc.JNvrtc;

/**
 * Loads JCuda's own natives. JCuda unpacks them to a fixed name in the temporary folder and takes
 * whatever lies there already, be it cut short or another user's; here they are unpacked to a fresh
 * folder that only this user can write.
 */
final class JcudaNatives {
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

  private JcudaNatives() {}

  static void load() throws IOException {
    Path folder = Files.createTempDirectory("deltarule-jcuda");
    String before = System.getProperty(TEMPORARY_FOLDER);
    // JCuda reads the property at each load and has no other way to be told.
    System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      JCudaDriver.setExceptionsEnabled(false);
      JNvrtc.setExceptionsEnabled(false);
      JCublas2.setExceptionsEnabled(false);
    } finally {
      System.setProperty(TEMPORARY_FOLDER, before);
      remove(folder);
    }
  }

  /** Linux keeps a loaded file that has no name any more; Windows refuses, and it stays. */
  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        file.toFile().delete();
      }
    }
    folder.toFile().delete();
  }
}
