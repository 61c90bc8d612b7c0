package io.deltarule.cuda;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Check;
import io.deltarule.cuda.blas.BlasHandle;
import io.deltarule.cuda.driver.CudaException;
import io.deltarule.cuda.driver.DeviceInfo;
import io.deltarule.cuda.driver.Devices;
import io.deltarule.cuda.driver.Status;
import io.deltarule.cuda.library.CudaLibraries;
import io.deltarule.cuda.library.FoundLibrary;
import io.deltarule.cuda.library.Library;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the CUDA backend needs, looked at from the files up: a library that is missing or lacks
 * something ends the list before anything of it is called.
 */
final class CudaChecks {
  /** 1000 * major + 10 * minor: the oldest driver that knows CUDA 12. */
  static final int OLDEST_DRIVER = 12000;

  /** Turing, the oldest that CUDA 12 and 13 both know. */
  static final int OLDEST_MAJOR = 7;

  static final int OLDEST_MINOR = 5;

  /** The context, cuBLAS and a small model. */
  private static final long LEAST_BYTES = 256L << 20;

  private CudaChecks() {}

  /** All checks of this process. */
  static List<Check> of(BackendOptions options) {
    if (!CudaLibraries.isPlatformSupported()) {
      return List.of(platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
    CudaLibraries libraries = CudaLibraries.ofThisProcess();
    List<Check> checks = new ArrayList<>();
    checks.add(platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    for (FoundLibrary library : libraries.found()) {
      checks.add(library(library, libraries.areLoaded() ? version(library.library()) : ""));
    }
    if (!libraries.loadProblem().isEmpty()) {
      checks.add(
          Check.failed(
              "libraries",
              "they are there, but do not load: " + libraries.loadProblem(),
              "see 'ldd' of the named file for what it lacks"));
    } else if (libraries.areLoaded()) {
      addDevice(checks, CudaSettings.of(options.settings()).device());
    }
    return checks;
  }

  static Check platform(String system, String processor) {
    String found = system + ", " + processor;
    if (!CudaLibraries.isPlatformSupported(system, processor)) {
      return Check.failed(
          "platform",
          found + " has no JCuda natives",
          "use Linux on x86-64, or another backend: --device cpu");
    }
    return Check.passed(
        "platform",
        system.toLowerCase(Locale.ROOT).startsWith("windows") ? found + " (untested)" : found);
  }

  /** The check of a library's file. */
  static Check library(FoundLibrary library, String version) {
    String name = library.library().fileName();
    if (!library.isUsable()) {
      return Check.failed(name, library.problem(), library.library().remedy());
    }
    String ofFile = library.fileVersion();
    String shown = version.isEmpty() ? ofFile : version;
    return Check.passed(name, (shown.isEmpty() ? "" : shown + ", ") + library.path());
  }

  private static String version(Library library) {
    return switch (library) {
      case DRIVER -> "";
      case NVRTC -> KernelCompiler.version();
      case CUBLAS -> BlasHandle.libraryVersion();
    };
  }

  private static void addDevice(List<Check> checks, int ordinal) {
    Status status = new Status("device " + ordinal);
    try {
      checks.add(driver(Devices.driverVersion(status)));
      Devices.initialise(status);
      int count = Devices.count(status);
      if (ordinal >= count) {
        checks.add(noSuchDevice(ordinal, count));
        return;
      }
      DeviceInfo device = Devices.info(status, ordinal);
      checks.add(device(device));
      checks.add(memory(Devices.freeBytes(status, ordinal), device.totalBytes()));
    } catch (CudaException | io.deltarule.backend.NotEnoughMemoryException e) {
      checks.add(
          Check.failed(
              "device",
              e.getMessage(),
              "see that nvidia-smi lists a device and that this user may use it"));
    }
  }

  static Check driver(int version) {
    String found = "CUDA " + version / 1000 + "." + version % 1000 / 10;
    return version >= OLDEST_DRIVER
        ? Check.passed("driver", found)
        : Check.failed(
            "driver", found, "install NVIDIA's driver 525 or newer, which knows CUDA 12");
  }

  static Check noSuchDevice(int ordinal, int count) {
    return count == 0
        ? Check.failed(
            "device",
            "the driver finds none",
            "see that nvidia-smi lists one and that CUDA_VISIBLE_DEVICES does not hide it")
        : Check.failed(
            "device",
            "there is no device " + ordinal + " among " + count,
            "set cuda.device to a number from 0 to " + (count - 1));
  }

  static Check device(DeviceInfo device) {
    return device.isAtLeast(OLDEST_MAJOR, OLDEST_MINOR)
        ? Check.passed("device", device.describe())
        : Check.failed(
            "device",
            device.describe(),
            "use a device of compute capability 7.5 (Turing) or newer, or --device cpu");
  }

  static Check memory(long free, long total) {
    String found = String.format(Locale.ROOT, "%,d of %,d MiB free", free >> 20, total >> 20);
    return free >= LEAST_BYTES
        ? Check.passed("memory", found)
        : Check.degraded(
            "memory", found, "end what else uses the device's memory: nvidia-smi lists it");
  }
}
