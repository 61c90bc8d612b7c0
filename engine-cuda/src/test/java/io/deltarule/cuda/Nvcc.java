package io.deltarule.cuda;

import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.cuda.nvrtc.MachineCode;
import io.deltarule.cuda.nvrtc.MachineCode.Usage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** NVIDIA's compiler for the command line, a second opinion where it is installed. */
final class Nvcc {
  private final Path program;

  private Nvcc(Path program) {
    this.program = program;
  }

  /** The one on the path of programs. */
  static Optional<Nvcc> find() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "nvcc"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Nvcc::new);
  }

  /** Its version, such as {@code 13.0}. */
  String version() {
    String text = run(List.of("--version"), Path.of("."));
    return text.replaceAll("(?s).*release ([0-9.]+).*", "$1");
  }

  /**
   * Compiles sources as one file, whose kernels all have different names.
   *
   * @throws IllegalStateException with its messages if it refuses
   */
  List<Usage> compile(List<KernelSource> sources, int architecture) {
    try {
      Path folder = Files.createTempDirectory("nvcc");
      try {
        return MachineCode.parse(run(command(sources, architecture, folder), folder));
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("nvcc: cannot write its input", e);
    }
  }

  private static List<String> command(List<KernelSource> sources, int architecture, Path folder)
      throws IOException {
    TreeMap<String, String> headers = new TreeMap<>();
    StringBuilder code = new StringBuilder();
    for (KernelSource source : sources) {
      headers.putAll(source.headers());
      code.append(source.code());
    }
    StringBuilder all = new StringBuilder();
    headers.values().forEach(all::append);
    all.append(code.toString().replaceAll("#include \"[^\"]*\"", ""));
    Files.writeString(folder.resolve("all.cu"), all);
    List<String> command = new ArrayList<>(sources.get(0).options());
    command.addAll(List.of("-std=c++17", "-arch=sm_" + architecture, "-Xptxas=-v"));
    command.addAll(List.of("-cubin", "-o", "all.cubin", "all.cu"));
    return command;
  }

  private String run(List<String> arguments, Path folder) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("nvcc: cannot run " + program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nvcc: interrupted", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
