package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.library.CudaLibraries;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/**
 * Steers the emulated device through its control channel: {@code cuModuleGetGlobal} without a
 * module, which a real device refuses. engine-cuda/emulator/README.md lists the messages.
 */
public final class EmulatedDevice {
  private EmulatedDevice() {}

  /** True if the device is the emulated one. */
  public static boolean isPresent() {
    assertThat(CudaLibraries.ofThisProcess().areLoaded()).as("libraries are loaded").isTrue();
    return send("present", new long[1]) == 0;
  }

  /** Has the n-th call from now of a function return a code. */
  public static void failAt(String function, int n, int code) {
    ask("fail:" + function + ":" + n + ":" + code);
  }

  /** Forgets planned failures and counts. */
  public static void reset() {
    ask("reset");
  }

  /** How often a function was called since the last reset. */
  public static long calls(String function) {
    return ask("calls:" + function);
  }

  /** A count of what is alive, such as {@code allocations}. */
  public static long counter(String name) {
    return ask("counter:" + name);
  }

  /** Sets an option, such as {@code MEMORY_MB}. */
  public static void set(String option, String value) {
    ask("set:" + option + "=" + value);
  }

  /** Throws unless the code is that of success; the text says why the emulated device refused. */
  public static void check(int code) {
    if (code != 0) {
      throw new AssertionError(describe(code));
    }
  }

  /** The code's name and text, with the emulated device's explanation. */
  public static String describe(int code) {
    String[] name = {null};
    String[] text = {null};
    JCudaDriver.cuGetErrorName(code, name);
    JCudaDriver.cuGetErrorString(code, text);
    return name[0] + ": " + text[0];
  }

  private static long ask(String message) {
    long[] answer = new long[1];
    check(send(message, answer));
    return answer[0];
  }

  private static int send(String message, long[] answer) {
    return JCudaDriver.cuModuleGetGlobal(
        new CUdeviceptr(), answer, new CUmodule(), "emulated-device:" + message);
  }
}
