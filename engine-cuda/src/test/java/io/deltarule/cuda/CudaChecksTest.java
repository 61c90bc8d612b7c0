package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Check;
import io.deltarule.cuda.driver.DeviceInfo;
import io.deltarule.cuda.library.FoundLibrary;
import io.deltarule.cuda.library.Library;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaChecksTest {
  /** Whatever this machine has: the list is whole, and what failed says what to do. */
  @Test
  void everyFailedCheckHasARemedy() {
    List<Check> checks = new CudaProvider().check(BackendOptions.standard());
    assertThat(checks).isNotEmpty();
    for (Check check : checks) {
      assertThat(check.found()).as(check.name()).isNotBlank();
      assertThat(check.remedy().isBlank()).as(check.toString()).isEqualTo(check.passed());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, true",
    "Windows 11, amd64, true",
    "Linux, aarch64, false",
    "Mac OS X, aarch64, false",
    "Mac OS X, x86_64, false"
  })
  void platformsWithoutNativesAreRefused(String system, String processor, boolean passes) {
    Check check = CudaChecks.platform(system, processor);
    assertThat(check.isFatal()).isEqualTo(!passes);
    assertThat(check.found()).contains(system, processor);
  }

  @Test
  void windowsSaysThatItIsUntested() {
    assertThat(CudaChecks.platform("Windows 11", "amd64").found()).contains("untested");
  }

  @ParameterizedTest
  @CsvSource({"11080, false, CUDA 11.8", "12000, true, CUDA 12.0", "13000, true, CUDA 13.0"})
  void driversBeforeCuda12AreRefused(int version, boolean passes, String found) {
    Check check = CudaChecks.driver(version);
    assertThat(check.isFatal()).isEqualTo(!passes);
    assertThat(check.found()).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"7, 0, false", "7, 5, true", "8, 0, true", "12, 0, true", "6, 9, false"})
  void devicesBeforeTuringAreRefused(int major, int minor, boolean passes) {
    assertThat(CudaChecks.device(device(major, minor, false)).isFatal()).isEqualTo(!passes);
  }

  @Test
  void anEmulatedDeviceSaysSo() {
    assertThat(CudaChecks.device(device(9, 0, true)).found()).contains("emulated in software");
    assertThat(CudaChecks.device(device(9, 0, false)).found()).doesNotContain("emulated");
  }

  @Test
  void aDeviceThatIsNotThereIsNamed() {
    assertThat(CudaChecks.noSuchDevice(3, 2).found()).isEqualTo("there is no device 3 among 2");
    assertThat(CudaChecks.noSuchDevice(0, 0).remedy()).contains("CUDA_VISIBLE_DEVICES");
  }

  @Test
  void littleFreeMemoryIsAWarning() {
    Check check = CudaChecks.memory(100L << 20, 8L << 30);
    assertThat(check.passed()).isFalse();
    assertThat(check.isFatal()).isFalse();
    assertThat(check.found()).isEqualTo("100 of 8,192 MiB free");
  }

  @Test
  void aLibraryShowsItsPathAndAMissingOneItsRemedy() {
    Check found =
        CudaChecks.library(
            new FoundLibrary(Library.NVRTC, Path.of("/x/libnvrtc.so.12"), ""), "12.6");
    assertThat(found.found()).isEqualTo("12.6, /x/libnvrtc.so.12");
    Check missing = CudaChecks.library(new FoundLibrary(Library.NVRTC, null, "not found"), "");
    assertThat(missing.isFatal()).isTrue();
    assertThat(missing.remedy()).contains("DELTARULE_MAVEN_ARGS=-Pcuda-redist", "LD_LIBRARY_PATH");
  }

  private static DeviceInfo device(int major, int minor, boolean emulated) {
    return new DeviceInfo(0, "GPU", major, minor, 1, 1024, 49152, 49152, 1L << 30, emulated);
  }
}
