package io.deltarule.cuda;

import io.deltarule.cuda.kernels.Sources;
import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.cuda.nvrtc.MachineCode;
import io.deltarule.cuda.nvrtc.MachineCode.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Compiles every source that the engine can hand to NVRTC to machine code for each architecture,
 * with NVRTC and, where it is installed, with nvcc, and writes what the assembler says as a table.
 * Ends with 1 if a kernel spills registers.
 *
 * <p>Started by {@code engine-cuda/toolchain-check}.
 */
final class ToolchainCheck {
  static final List<Integer> ARCHITECTURES = List.of(75, 80, 86, 89, 90, 120);

  private ToolchainCheck() {}

  /** Usages by kernel, then by architecture. */
  static Map<String, Map<Integer, Usage>> compile(List<KernelSource> sources) {
    Map<String, Map<Integer, Usage>> usages = new TreeMap<>();
    IntStream.range(0, sources.size())
        .parallel()
        .forEach(
            i -> ARCHITECTURES.forEach(architecture -> add(usages, sources.get(i), architecture)));
    return usages;
  }

  private static void add(
      Map<String, Map<Integer, Usage>> usages, KernelSource source, int architecture) {
    List<Usage> found = MachineCode.of(source, architecture);
    if (found.size() != source.kernels().size()) {
      throw new IllegalStateException(
          source.name() + " has kernels " + source.kernels() + ", the log names " + found);
    }
    synchronized (usages) {
      for (Usage usage : found) {
        usages.computeIfAbsent(usage.kernel(), kernel -> new TreeMap<>()).put(architecture, usage);
      }
    }
  }

  /** The files one by one, as they have names in common; the generated kernels all together. */
  private static NvccResult check(Nvcc nvcc, List<KernelSource> sources) {
    List<List<KernelSource>> inputs = new ArrayList<>();
    Sources.all().forEach(file -> inputs.add(List.of(file)));
    inputs.add(sources.stream().filter(source -> !Sources.all().contains(source)).toList());
    List<Usage> usages = new ArrayList<>();
    for (int architecture : ARCHITECTURES) {
      inputs.forEach(input -> usages.addAll(nvcc.compile(input, architecture)));
    }
    int kernels = sources.stream().mapToInt(source -> source.kernels().size()).sum();
    if (usages.size() != kernels * ARCHITECTURES.size()) {
      throw new IllegalStateException(
          "nvcc compiled " + usages.size() + " kernels, expected " + kernels + " an architecture");
    }
    return new NvccResult(nvcc.version(), usages);
  }

  /** What nvcc made of all kernels for all architectures. */
  record NvccResult(String version, List<Usage> usages) {}

  /**
   * Runs the check.
   *
   * @param arguments the file to write
   */
  @SuppressWarnings("SystemOut") // a command
  public static void main(String[] arguments) throws IOException {
    List<KernelSource> sources = CollectedSources.all();
    System.out.println(sources.size() + " sources for " + ARCHITECTURES);
    ToolchainReport report =
        new ToolchainReport(
            sources, compile(sources), Nvcc.find().map(nvcc -> check(nvcc, sources)));
    Files.writeString(Path.of(arguments[0]), report.text());
    System.out.println(report.summary());
    System.exit(report.spilling().isEmpty() ? 0 : 1);
  }
}
