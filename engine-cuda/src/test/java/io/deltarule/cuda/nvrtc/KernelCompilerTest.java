package io.deltarule.cuda.nvrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.cuda.OnDevice;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaException;
import io.deltarule.cuda.driver.CudaFunction;
import io.deltarule.cuda.library.CudaLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnDevice
class KernelCompilerTest {
  private static final KernelSource GOOD =
      new KernelSource(
          "good.cu",
          "#include \"one.cuh\"\nextern \"C\" __global__ void good(int* x) { *x = ONE; }",
          Map.of("one.cuh", "#define ONE 1\n"),
          List.of(),
          List.of("good"));

  @TempDir private Path folder;

  private CudaContext context;

  @BeforeEach
  void open() {
    assertThat(CudaLibraries.ofThisProcess().areLoaded()).as("libraries are loaded").isTrue();
    context = new CudaContext(0, false);
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void aKernelTellsWhatItTakes() {
    try (KernelCompiler compiler = compiler()) {
      CudaFunction function = compiler.compile(GOOD).function("good");
      assertThat(function.name()).isEqualTo("good");
      assertThat(function.maxThreads()).isBetween(32, 1024);
      assertThat(function.localBytes()).isZero();
    }
  }

  @Test
  void theSameSourceIsLoadedOnce() {
    try (KernelCompiler compiler = compiler()) {
      assertThat(compiler.compile(GOOD)).isSameAs(compiler.compile(GOOD));
      assertThat(compiler.compile(GOOD.withOptions(List.of("-DX=1"))))
          .isNotSameAs(compiler.compile(GOOD));
    }
  }

  /** A file planted under a source's key is what gets loaded: the disk comes before NVRTC. */
  @Test
  void whatIsOnTheDiskIsNotCompiledAgain() throws IOException {
    KernelSource other =
        new KernelSource(
            "other.cu", "extern \"C\" __global__ void other() {}", List.of(), List.of("other"));
    Path ofOther;
    try (KernelCompiler compiler = compiler()) {
      compiler.compile(other);
      ofOther = onlyFile();
      Target target = compiler.target();
      String key = CacheKey.of(GOOD, target, KernelCompiler.version()).hash();
      Files.copy(ofOther, folder.resolve(key));
    }
    try (KernelCompiler compiler = compiler()) {
      assertThatThrownBy(() -> compiler.compile(GOOD))
          .isInstanceOf(CudaException.class)
          .hasMessageContainingAll("kernel 'good'", "good.cu");
    }
  }

  @Test
  void aDamagedFileIsCompiledAnew() throws IOException {
    try (KernelCompiler compiler = compiler()) {
      compiler.compile(GOOD);
    }
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    Files.write(file, new byte[good.length]);
    try (KernelCompiler compiler = compiler()) {
      compiler.compile(GOOD);
    }
    assertThat(file).hasBinaryContent(good);
  }

  @Test
  void whatNvrtcRefusesIsShownWithItsLines() {
    KernelSource bad =
        new KernelSource(
            "bad.cu",
            "extern \"C\" __global__ void bad(int* x) {\n  *x = missing;\n}\n",
            List.of("-DSOME=1"),
            List.of("bad"));
    try (KernelCompiler compiler = compiler()) {
      assertThatThrownBy(() -> compiler.compile(bad))
          .isInstanceOf(CompilationException.class)
          .hasMessageContainingAll(
              "bad.cu", "-DSOME=1", "\"missing\" is undefined", "    2    *x = missing;");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aKernelThatTheSourceLacksIsNamed() {
    KernelSource source =
        new KernelSource("good.cu", "extern \"C\" __global__ void a() {}", List.of(), List.of("b"));
    try (KernelCompiler compiler = compiler()) {
      assertThatThrownBy(() -> compiler.compile(source)).hasMessageContaining("kernel 'b'");
    }
  }

  private KernelCompiler compiler() {
    return new KernelCompiler(context, new KernelCache(folder));
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
