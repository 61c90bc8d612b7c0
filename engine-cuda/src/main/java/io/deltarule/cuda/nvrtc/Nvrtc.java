package io.deltarule.cuda.nvrtc;

import io.deltarule.cuda.driver.CudaException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** NVRTC's calls. */
final class Nvrtc {
  private Nvrtc() {}

  /** NVRTC's version, such as {@code 12.9}. */
  static String version() {
    int[] major = new int[1];
    int[] minor = new int[1];
    check(JNvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
    return major[0] + "." + minor[0];
  }

  /** The architectures that it compiles for, such as 75 and 90. */
  static int[] architectures() {
    int[] count = new int[1];
    check(JNvrtc.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
    int[] architectures = new int[count[0]];
    check(JNvrtc.nvrtcGetSupportedArchs(architectures), "nvrtcGetSupportedArchs");
    return architectures;
  }

  /** Compiles to machine code or to PTX, which ends in NUL. */
  static byte[] compile(KernelSource source, Target target) {
    nvrtcProgram program = new nvrtcProgram();
    String[] names = source.headers().keySet().toArray(String[]::new);
    String[] texts = source.headers().values().toArray(String[]::new);
    check(
        JNvrtc.nvrtcCreateProgram(
            program, source.code(), source.name(), names.length, texts, names),
        "nvrtcCreateProgram");
    try {
      String[] options = options(source, target);
      int code = JNvrtc.nvrtcCompileProgram(program, options.length, options);
      if (code != nvrtcResult.NVRTC_SUCCESS) {
        throw new CompilationException(
            CompilationLog.message(source, target, nvrtcResult.stringFor(code), log(program)));
      }
      return target.machineCode() ? cubin(program) : ptx(program);
    } finally {
      JNvrtc.nvrtcDestroyProgram(program);
    }
  }

  /** All options of a compilation. */
  static String[] options(KernelSource source, Target target) {
    List<String> options = new ArrayList<>();
    options.add(target.option());
    options.add("--std=c++17");
    options.addAll(source.options());
    return options.toArray(String[]::new);
  }

  private static String log(nvrtcProgram program) {
    String[] log = new String[1];
    return JNvrtc.nvrtcGetProgramLog(program, log) == 0 && log[0] != null ? log[0] : "(no log)";
  }

  private static byte[] ptx(nvrtcProgram program) {
    String[] ptx = new String[1];
    check(JNvrtc.nvrtcGetPTX(program, ptx), "nvrtcGetPTX");
    byte[] text = ptx[0].getBytes(StandardCharsets.UTF_8);
    return text.length > 0 && text[text.length - 1] == 0
        ? text
        : Arrays.copyOf(text, text.length + 1);
  }

  private static byte[] cubin(nvrtcProgram program) {
    long[] size = new long[1];
    check(JNvrtc.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
    byte[] image = new byte[Math.toIntExact(size[0])];
    check(JNvrtc.nvrtcGetCUBIN(program, image), "nvrtcGetCUBIN");
    return image;
  }

  private static void check(int code, String call) {
    if (code != nvrtcResult.NVRTC_SUCCESS) {
      String name = nvrtcResult.stringFor(code);
      throw new CudaException("NVRTC: " + call + " failed with " + name, code, name);
    }
  }
}
