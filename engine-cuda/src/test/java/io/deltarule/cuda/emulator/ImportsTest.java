package io.deltarule.cuda.emulator;

import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuIpcCloseMemHandle;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call to a symbol that a library lacks ends the JVM, so none may be missing. */
@Tag("emulated-device")
class ImportsTest {
  private static final Path NATIVES = Path.of(System.getProperty("emulated.natives"));
  private static final Path LIBRARIES = Path.of(System.getProperty("emulated.libraries"));

  /** Names of a library's dynamic symbols, with the version after {@code @} if it has one. */
  private static Set<String> symbols(Path library, String kind, String prefix)
      throws IOException, InterruptedException {
    Process nm = new ProcessBuilder("nm", "-D", kind, library.toString()).start();
    String output = new String(nm.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(nm.waitFor()).as("nm of %s", library).isZero();
    return output
        .lines()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1).replace("@@", "@"))
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @CsvSource({
    "libJCudaDriver-12.6.0-linux-x86_64.so, libcuda.so.1, cu, 312",
    "libJCublas2-12.6.0-linux-x86_64.so, libcublas.so.12, cublas, 494"
  })
  void everyImportOfJCudaIsExported(String importer, String library, String prefix, int count)
      throws IOException, InterruptedException {
    Set<String> imports = symbols(NATIVES.resolve(importer), "--undefined-only", prefix);

    assertThat(imports).hasSize(count);
    assertThat(symbols(LIBRARIES.resolve(library), "--defined-only", prefix)).containsAll(imports);
  }

  @Test
  void whatIsNotEmulatedSaysSo() {
    EmulatedDevice.check(cuInit(0));
    int code = cuIpcCloseMemHandle(new CUdeviceptr());

    assertThat(code).isEqualTo(CUresult.CUDA_ERROR_NOT_SUPPORTED);
    assertThat(EmulatedDevice.describe(code)).contains("cuIpcCloseMemHandle isn't emulated");
  }
}
