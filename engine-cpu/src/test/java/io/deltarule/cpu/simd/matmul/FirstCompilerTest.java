package io.deltarule.cpu.simd.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.cpu.warmup.Piece;
import io.deltarule.cpu.warmup.WarmUp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * HotSpot's first compiler takes every micro-kernel with all that it measures for the second, and
 * from the middle of its loop too. Where it gives a method up after it had compiled it without
 * measuring, as it does on a busy machine, the second is never asked, and the kernel allocates for
 * good.
 */
class FirstCompilerTest {
  private static final Pattern COMPILED =
      Pattern.compile("^ *\\d+ +\\d+ (?<loop>[ %]).* 3 .*GeneratedMicroKernel/(?<method>\\S+)");

  private static final Pattern GIVEN_UP =
      Pattern.compile("^.*GeneratedMicroKernel.*COMPILE SKIPPED.*$", Pattern.MULTILINE);

  /** Enough for HotSpot's thresholds, as the process waits for each compilation. */
  private static final int TURNS = 50;

  @ParameterizedTest
  @CsvSource({"4, -", "4, +", "8, -", "8, +", "16, -", "16, +"})
  void takesEveryMicroKernel(int lanes, String cleanup) throws IOException, InterruptedException {
    String printed = compilationsOfTheFirst(lanes, cleanup);
    assertThat(GIVEN_UP.matcher(printed).results().map(MatchResult::group)).isEmpty();
    Set<String> whole = new HashSet<>();
    Set<String> fromTheLoop = new HashSet<>();
    Matcher compiled = COMPILED.matcher("");
    printed
        .lines()
        .filter(line -> compiled.reset(line).find())
        .forEach(
            line ->
                (compiled.group("loop").equals("%") ? fromTheLoop : whole)
                    .add(compiled.group("method")));
    int kernels = kernels().size();
    assertThat(classes(whole, "multiply")).hasSize(kernels);
    assertThat(classes(whole, "leftOver")).isEqualTo(classes(whole, "inSteps"));
    assertThat(fromTheLoop.stream().map(FirstCompilerTest::classOf).distinct()).hasSize(kernels);
    assertThat(whole).containsAll(fromTheLoop);
  }

  /** The classes of which a method has been compiled. */
  private static Set<String> classes(Set<String> methods, String name) {
    return methods.stream()
        .filter(method -> method.endsWith("::" + name))
        .map(FirstCompilerTest::classOf)
        .collect(Collectors.toSet());
  }

  private static String classOf(String method) {
    return method.substring(0, method.indexOf("::"));
  }

  /** What HotSpot prints of a process in which {@link #main} runs and only the first compiles. */
  private static String compilationsOfTheFirst(int lanes, String cleanup)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:" + cleanup + "IncrementalInlineForceCleanup",
                "-XX:TieredStopAtLevel=3",
                "-XX:-BackgroundCompilation",
                // A loop is compiled from its middle before the method is due.
                "-XX:Tier3BackEdgeThreshold=50",
                "-XX:Tier0BackedgeNotifyFreqLog=3",
                "-XX:+PrintCompilation",
                "-D" + Lanes.PROPERTY + "=" + lanes,
                "-cp",
                System.getProperty("java.class.path"),
                FirstCompilerTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  /** Runs every micro-kernel, in a process in which other code uses vectors of other shapes. */
  public static void main(String[] args) {
    float[] x = new float[16];
    for (VectorSpecies<Float> species :
        List.of(FloatVector.SPECIES_64, FloatVector.SPECIES_128, FloatVector.SPECIES_256)) {
      FloatVector v = FloatVector.fromArray(species, x, 0);
      v.fma(v, v).intoArray(x, 0);
    }
    kernels().forEach(FirstCompilerTest::exercise);
  }

  private static <T> void exercise(Piece<T> piece) {
    Runnable exercise = piece.exercise(piece.vector());
    for (int i = 0; i < TURNS; i++) {
      exercise.run();
    }
  }

  private static List<Piece<?>> kernels() {
    List<Piece<?>> pieces = new ArrayList<>();
    VectorMicroKernels.all(
        new WarmUp() {
          @Override
          public <T> Form<T> form(Piece<T> piece) {
            pieces.add(piece);
            return Form.of(piece.standIn());
          }
        });
    pieces.removeIf(PackingPiece.class::isInstance);
    return pieces;
  }
}
