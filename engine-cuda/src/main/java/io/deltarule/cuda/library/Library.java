package io.deltarule.cuda.library;

import java.util.List;

/** A library of NVIDIA's that the engine calls. */
public enum Library {
  DRIVER(
      "libcuda.so.1",
      "nvcuda.dll",
      Symbols.DRIVER,
      "install NVIDIA's driver, 525 or newer, or add its folder to LD_LIBRARY_PATH"),
  NVRTC(
      "libnvrtc.so.12",
      "nvrtc64_120_0.dll",
      Symbols.NVRTC,
      "install the CUDA 12 libraries (Debian: libnvrtc12), add their folder to LD_LIBRARY_PATH, or"
          + " build with -Pcuda-redist (in the environment: DELTARULE_MAVEN_ARGS=-Pcuda-redist)"),
  CUBLAS(
      "libcublas.so.12",
      "cublas64_12.dll",
      Symbols.CUBLAS,
      "install the CUDA 12 libraries (Debian: libcublas12), add their folder to LD_LIBRARY_PATH, or"
          + " build with -Pcuda-redist (in the environment: DELTARULE_MAVEN_ARGS=-Pcuda-redist)");

  private final String linuxName;
  private final String windowsName;
  private final List<String> symbols;
  private final String remedy;

  Library(String linuxName, String windowsName, List<String> symbols, String remedy) {
    this.linuxName = linuxName;
    this.windowsName = windowsName;
    this.symbols = symbols;
    this.remedy = remedy;
  }

  /** The file that JCuda's natives are linked to. */
  public String fileName() {
    return Platform.isWindows() ? windowsName : linuxName;
  }

  /** What JCuda's natives import of it for the calls that the engine makes. */
  List<String> symbols() {
    return symbols;
  }

  /** What to do if it is missing. */
  public String remedy() {
    return remedy;
  }
}
