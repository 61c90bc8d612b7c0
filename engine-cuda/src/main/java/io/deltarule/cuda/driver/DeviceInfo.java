package io.deltarule.cuda.driver;

import java.util.Locale;

/**
 * What a device says of itself.
 *
 * @param ordinal its number among the devices
 * @param name its name
 * @param major the compute capability before the point
 * @param minor the compute capability after the point
 * @param multiprocessors the number of streaming multiprocessors
 * @param maxThreadsPerBlock the most threads of a block
 * @param sharedBytesPerBlock shared memory of a block without asking for more
 * @param sharedBytesOptIn shared memory of a block that asks for it
 * @param totalBytes its memory
 * @param emulated true for the emulated device, which computes in software
 */
public record DeviceInfo(
    int ordinal,
    String name,
    int major,
    int minor,
    int multiprocessors,
    int maxThreadsPerBlock,
    int sharedBytesPerBlock,
    int sharedBytesOptIn,
    long totalBytes,
    boolean emulated) {

  /** The compute capability, such as {@code 9.0}. */
  public String capability() {
    return major + "." + minor;
  }

  /** True if the compute capability is this or a newer one. */
  public boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  /** Name, compute capability and memory in a line; an emulated device says so. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s, compute capability %s, %,d MiB%s",
        name,
        capability(),
        totalBytes >> 20,
        emulated ? " (emulated in software: not for timing)" : "");
  }
}
