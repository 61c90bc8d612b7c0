package io.deltarule.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.measure.Contestant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
  @TempDir Path folder;
  private final List<String> absent = new ArrayList<>();

  @Test
  void whatIsNotThereIsToldInALineEach() throws Exception {
    assertThat(Peers.present(folder, "no-such-python", absent::add)).isEmpty();
    assertThat(absent)
        .hasSize(2)
        .contains(
            "PyTorch in Python is left out: 'no-such-python' is no Python that has torch; name one"
                + " that does with --python")
        .last()
        .asString()
        .startsWith("DJL and DL4J are left out: ");
  }

  /** A Python that finds torch, and a build of the peers for the JVM. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void whatIsThereIsStartedByName() throws Exception {
    Path python = Files.writeString(folder.resolve("python"), "#!/bin/sh\nexit 0\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(folder.resolve("jvm-peers/target/lib"));
    List<Contestant> peers = Peers.present(folder, python.toString(), absent::add);
    assertThat(absent).isEmpty();
    assertThat(peers)
        .extracting(Contestant::name)
        .containsExactly(
            "PyTorch eager", "PyTorch fused", "PyTorch compiled", "DJL (PyTorch)", "DL4J");
    assertThat(peers.get(0).program())
        .containsExactly(
            python.toString(),
            folder.resolve("peers/pytorch_steps.py").toString(),
            "--mode",
            "eager");
    assertThat(peers.get(4).program())
        .endsWith("io.deltarule.benchmarks.peers.dl4j.Dl4jStepRun")
        .contains("-cp");
  }
}
