package io.deltarule.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables, each in a process of its own, as they are read once. */
@Tag("emulated-device")
class EnvironmentTest {
  private static String probe(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.library.path=" + System.getProperty("java.library.path"),
            "-cp",
            System.getProperty("java.class.path"),
            EnvironmentProbe.class.getName());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void capabilityMemoryAndFailuresAreTaken() throws IOException, InterruptedException {
    String output =
        probe(
            Map.of(
                "EMULATED_CUDA_CAPABILITY", "7.5",
                "EMULATED_CUDA_MEMORY_MB", "3",
                "EMULATED_CUDA_FAIL", "cuMemAlloc:2+:2"));

    assertThat(output)
        .contains("init 0", "capability 7.5", "memory 3145728")
        .contains("allocation 1 0", "allocation 2 2", "allocation 3 2");
  }

  @Test
  void theLogNamesCallsAndWhyTheyFailed(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    probe(Map.of("EMULATED_CUDA_LOG", log.toString(), "EMULATED_CUDA_FAIL", "cuMemAlloc:3:2"));

    assertThat(Files.readString(log))
        .contains("[emulated device] cuInit")
        .contains("cuMemAlloc returns CUDA_ERROR_OUT_OF_MEMORY: planned failure of cuMemAlloc");
  }

  @Test
  void aValueThatIsNotUnderstoodIsRefusedByName() throws IOException, InterruptedException {
    assertThat(probe(Map.of("EMULATED_CUDA_ORDER", "backwards")))
        .contains("init 1")
        .contains("EMULATED_CUDA_ORDER=backwards: expected forward, reverse or random");
    assertThat(probe(Map.of("EMULATED_CUDA_FAIL", "cuMemAlloc")))
        .contains("init 1")
        .contains("planned failure 'cuMemAlloc': expected function:n:code");
  }
}
