package io.deltarule.cuda.emulator;

import static jcuda.driver.JCudaDriver.cuGetErrorName;
import static jcuda.driver.JCudaDriver.cuGetErrorString;
import static jcuda.driver.JCudaDriver.cuModuleGetGlobal;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;

/**
 * The emulated device's control channel: {@code cuModuleGetGlobal} with a null module and a name
 * that is a message, answered with a number in the place of the size (emulator/README.md lists the
 * messages). On a real device such a call is refused.
 */
final class EmulatedDevice {
  private EmulatedDevice() {}

  /** Makes the {@code n}-th call of the function from now (1 is the next) return the code. */
  static void failAt(String function, int n, int code) {
    send("fail:" + function + ":" + n + ":" + code);
  }

  /** Forgets planned failures and all counts that aren't of living objects. */
  static void reset() {
    send("reset");
  }

  /** Sets what the variable {@code EMULATED_CUDA_<option>} sets at start. */
  static void set(String option, String value) {
    send("set:" + option + "=" + value);
  }

  static long counter(String name) {
    return send("counter:" + name);
  }

  static long calls(String function) {
    return send("calls:" + function);
  }

  /** Throws unless the code is that of success; the text says why the emulated device refused. */
  static void check(int code) {
    if (code != 0) {
      throw new AssertionError(describe(code));
    }
  }

  /** The code's name and text, with the emulated device's explanation. */
  static String describe(int code) {
    String[] name = {null};
    String[] text = {null};
    cuGetErrorName(code, name);
    cuGetErrorString(code, text);
    return name[0] + ": " + text[0];
  }

  private static long send(String message) {
    long[] answer = {0};
    check(
        cuModuleGetGlobal(new CUdeviceptr(), answer, new CUmodule(), "emulated-device:" + message));
    return answer[0];
  }
}
