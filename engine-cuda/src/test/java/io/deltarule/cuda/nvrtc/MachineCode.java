package io.deltarule.cuda.nvrtc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** What the assembler says of machine code: compiled as the engine does it, for any device. */
public final class MachineCode {
  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

  private MachineCode() {}

  /**
   * What a kernel takes of a multiprocessor.
   *
   * @param stackBytes local memory of a thread that is no spill, such as an array's
   */
  public record Usage(
      String kernel, int registers, int sharedBytes, int stackBytes, int spilledBytes) {}

  /**
   * Compiles to machine code.
   *
   * @throws IllegalStateException with NVRTC's log if it refuses
   */
  public static List<Usage> of(KernelSource source, int architecture) {
    nvrtcProgram program = new nvrtcProgram();
    String[] names = source.headers().keySet().toArray(String[]::new);
    String[] texts = source.headers().values().toArray(String[]::new);
    JNvrtc.nvrtcCreateProgram(program, source.code(), source.name(), names.length, texts, names);
    try {
      Target target = new Target(architecture, true);
      List<String> options = new ArrayList<>(List.of(Nvrtc.options(source, target)));
      options.add("--ptxas-options=-v");
      int code =
          JNvrtc.nvrtcCompileProgram(program, options.size(), options.toArray(String[]::new));
      String[] log = new String[1];
      JNvrtc.nvrtcGetProgramLog(program, log);
      if (code != nvrtcResult.NVRTC_SUCCESS) {
        throw new IllegalStateException(source.name() + " for " + target + ": " + log[0]);
      }
      return parse(log[0]);
    } finally {
      JNvrtc.nvrtcDestroyProgram(program);
    }
  }

  /** Reads the assembler's log, of NVRTC or of nvcc. */
  public static List<Usage> parse(String log) {
    List<Usage> usages = new ArrayList<>();
    String kernel = null;
    int stack = 0;
    int spilled = 0;
    for (String line : log.lines().toList()) {
      Matcher entry = ENTRY.matcher(line);
      Matcher spills = SPILLS.matcher(line);
      Matcher registers = REGISTERS.matcher(line);
      if (entry.find()) {
        kernel = entry.group(1);
      } else if (spills.find()) {
        stack = Integer.parseInt(spills.group(1));
        spilled = Integer.parseInt(spills.group(2)) + Integer.parseInt(spills.group(3));
      } else if (registers.find() && kernel != null) {
        Matcher shared = SHARED.matcher(line);
        int sharedBytes = shared.find() ? Integer.parseInt(shared.group(1)) : 0;
        usages.add(
            new Usage(kernel, Integer.parseInt(registers.group(1)), sharedBytes, stack, spilled));
        kernel = null;
      }
    }
    return usages;
  }
}
