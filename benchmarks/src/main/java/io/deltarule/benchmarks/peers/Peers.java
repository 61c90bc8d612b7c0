package io.deltarule.benchmarks.peers;

import io.deltarule.benchmarks.measure.ChildProcess;
import io.deltarule.benchmarks.measure.Contestant;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The engines that this one is held against: PyTorch in Python, eager, with a fused optimizer, and
 * compiled; PyTorch in Java through DJL; DL4J.
 */
public final class Peers {
  private static final String DJL = "io.deltarule.benchmarks.peers.djl.DjlStepRun";
  private static final String DL4J = "io.deltarule.benchmarks.peers.dl4j.Dl4jStepRun";
  private static final int PATIENCE_SECONDS = 60;

  private Peers() {}

  /**
   * Those that can run here.
   *
   * @param benchmarks the project's folder {@code benchmarks}
   * @param python the Python that may have PyTorch
   * @param absent is told of those that can't, a line each
   */
  public static List<Contestant> present(Path benchmarks, String python, Consumer<String> absent)
      throws InterruptedException {
    List<Contestant> peers = new ArrayList<>();
    if (hasTorch(python)) {
      String script = benchmarks.resolve("peers").resolve("pytorch_steps.py").toString();
      peers.add(new Contestant("PyTorch eager", List.of(python, script, "--mode", "eager")));
      peers.add(new Contestant("PyTorch fused", List.of(python, script, "--mode", "fused")));
      peers.add(new Contestant("PyTorch compiled", List.of(python, script, "--mode", "compile")));
    } else {
      absent.accept(
          "PyTorch in Python is left out: '"
              + python
              + "' is no Python that has torch; name one that does with --python");
    }
    Path target = benchmarks.resolve("jvm-peers").resolve("target");
    if (!isLinuxOnX86()) {
      absent.accept(
          "DJL and DL4J are left out: their native libraries are taken for Linux on x86-64 only");
    } else if (!Files.isDirectory(target.resolve("lib"))) {
      absent.accept(
          "DJL and DL4J are left out: "
              + target
              + " is not built; 'benchmarks/run bench --peers' builds it");
    } else {
      String classPath =
          target.resolve("lib") + "/*" + File.pathSeparator + target.resolve("classes");
      peers.add(new Contestant("DJL (PyTorch)", ChildProcess.java(classPath, DJL)));
      peers.add(new Contestant("DL4J", ChildProcess.java(classPath, DL4J)));
    }
    return peers;
  }

  private static boolean isLinuxOnX86() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  private static boolean hasTorch(String python) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import torch")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
