package io.deltarule.cuda;

import io.deltarule.cuda.ToolchainCheck.NvccResult;
import io.deltarule.cuda.kernels.Sources;
import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.cuda.nvrtc.MachineCode.Usage;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of registers, shared memory, spills and occupancy of every kernel. */
final class ToolchainReport {
  /** All kernels run in blocks of so many threads. */
  private static final int BLOCK = 256;

  private static final int LONGEST_FORMULA = 70;

  private final List<KernelSource> sources;
  private final Map<String, Map<Integer, Usage>> usages;
  private final Optional<NvccResult> nvcc;

  /**
   * A report.
   *
   * @param usages by kernel, then by architecture
   */
  ToolchainReport(
      List<KernelSource> sources,
      Map<String, Map<Integer, Usage>> usages,
      Optional<NvccResult> nvcc) {
    this.sources = sources;
    this.usages = usages;
    this.nvcc = nvcc;
  }

  /** The kernels that spill registers for some architecture, with either compiler. */
  List<String> spilling() {
    return Stream.concat(
            usages.values().stream().map(Map::values).flatMap(Collection::stream),
            nvcc.stream().flatMap(result -> result.usages().stream()))
        .filter(usage -> usage.spilledBytes() > 0)
        .map(Usage::kernel)
        .distinct()
        .toList();
  }

  /** The worst of all, in a line. */
  String summary() {
    return usages.size()
        + " kernels, at most "
        + worst(Usage::registers)
        + " registers and "
        + worst(Usage::sharedBytes)
        + " bytes of shared memory, "
        + (spilling().isEmpty() ? "no spills" : "SPILLS in " + spilling());
  }

  private int worst(ToIntFunction<Usage> measure) {
    return usages.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .mapToInt(measure)
        .max()
        .orElse(0);
  }

  /** The whole report as Markdown. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # What the kernels take of a multiprocessor

        Written by `engine-cuda/toolchain-check`: every source that the engine hands to NVRTC for the
        parity catalogue, results and gradients, compiled to machine code by NVRTC. A cell has the
        registers of a thread and the theoretical occupancy in blocks of 256 threads; a spill is a
        failure and would stand there too. Stack bytes are the arrays of CUDA's own functions, such as
        the argument reduction of sines.

        """);
    text.append(summary()).append(".\n\n");
    text.append(
        nvcc.map(
                result ->
                    "nvcc "
                        + result.version()
                        + " compiles all of them, too, with at most "
                        + result.usages().stream().mapToInt(Usage::registers).max().orElse(0)
                        + " registers.\n")
            .orElse("nvcc was not there to compile them, too.\n"));
    List<KernelSource> files = Sources.all();
    section(text, "Files", files);
    section(
        text,
        "Generated kernels",
        sources.stream()
            .filter(source -> !files.contains(source))
            .sorted(Comparator.comparing(KernelSource::name))
            .toList());
    return text.toString();
  }

  private void section(StringBuilder text, String title, List<KernelSource> listed) {
    text.append("\n## ").append(title).append("\n\n| kernel | shared | stack |");
    ToolchainCheck.ARCHITECTURES.forEach(a -> text.append(" sm_").append(a).append(" |"));
    text.append("\n|---|---|---|").append("---|".repeat(ToolchainCheck.ARCHITECTURES.size()));
    text.append('\n');
    for (KernelSource source : listed) {
      for (String kernel : source.kernels()) {
        row(text, kernel, source);
      }
    }
  }

  private void row(StringBuilder text, String kernel, KernelSource source) {
    Map<Integer, Usage> byArchitecture = usages.get(kernel);
    Collection<Usage> all = byArchitecture.values();
    text.append("| `").append(kernel).append('`').append(formula(source)).append(" | ");
    text.append(all.stream().mapToInt(Usage::sharedBytes).max().orElse(0)).append(" | ");
    text.append(all.stream().mapToInt(Usage::stackBytes).max().orElse(0)).append(" | ");
    text.append(
        byArchitecture.entrySet().stream()
            .map(e -> cell(e.getKey(), e.getValue()))
            .collect(Collectors.joining(" | ")));
    text.append(" |\n");
  }

  private static String cell(int architecture, Usage usage) {
    String spills = usage.spilledBytes() == 0 ? "" : ", SPILLS " + usage.spilledBytes();
    return usage.registers()
        + ", "
        + Occupancy.of(architecture).percent(usage, BLOCK)
        + " %"
        + spills;
  }

  /** The line of a generated kernel that says what it computes. */
  private static String formula(KernelSource source) {
    return source
        .code()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("// y0 = "))
        .findFirst()
        .map(line -> line.substring("// ".length()).replace("|", "\\|"))
        .map(
            line ->
                line.length() <= LONGEST_FORMULA
                    ? line
                    : line.substring(0, LONGEST_FORMULA) + "...")
        .map(line -> " " + line)
        .orElse("");
  }
}
