package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Recipes;
import io.deltarule.cli.recipe.Task;
import io.deltarule.layer.Dense;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training that ends before its last epoch keeps what it has done. */
class EndOfTrainingTest {
  @TempDir Path folder;

  /** Writes to memory, and interrupts the training once it reports its first epoch. */
  private static final class InterruptingWriter extends StringWriter {
    private boolean done;

    @Override
    public void write(String text, int offset, int length) {
      super.write(text, offset, length);
      if (!done && text.startsWith("epoch 1/")) {
        done = true;
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Memory runs out once the training reports its first epoch. */
  private static final class FullHeapWriter extends StringWriter {
    @Override
    public void write(String text, int offset, int length) {
      if (text.startsWith("epoch 1/")) {
        throw new OutOfMemoryError("Java heap space");
      }
      super.write(text, offset, length);
    }
  }

  @Test
  void aTrainingThatRunsOutOfMemorySaysWhatToDo() {
    CommandRun run =
        CommandRun.printingTo(
            new FullHeapWriter(),
            "train",
            "spiral",
            "--device",
            "reference",
            "--out",
            folder.resolve("m.safetensors"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: memory ran out (Java heap space)")
        .contains("--batch", "-Xmx")
        .doesNotContain("\tat ");
  }

  @Test
  void anInterruptedTrainingSavesItsWorkAndEndsWith130() throws IOException {
    Path model = folder.resolve("m.safetensors");
    CommandRun run =
        CommandRun.printingTo(
            new InterruptingWriter(),
            "train",
            "spiral",
            "--device",
            "reference",
            "--epochs",
            1000,
            "--out",
            model);
    assertThat(run.code()).as(run.err()).isEqualTo(130);
    assertThat(run.out())
        .contains("interrupted; saved the work so far to " + model)
        .doesNotContain("\ntest accuracy")
        .doesNotContain("epoch 3/");
    assertThat(SafetensorsFile.readAll(model)).containsKey("0.weight");
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Windows has no polite kill that a test could send; Ctrl-C takes the same way there. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalledProcessSavesItsWorkAndEndsWithTheSignalsCode() throws Exception {
    Path model = folder.resolve("m.safetensors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "spiral",
                "--device=reference",
                "--epochs=1000000",
                "--out=" + model)
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("epoch 1/")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      process.toHandle().destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(lines.lines()).anyMatch(l -> l.startsWith("interrupted; saved the work so far"));
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    assertThat(SafetensorsFile.readAll(model)).containsKey("0.weight");
  }

  /** Wages with a squared loss that a learning rate of 10 throws out of all bounds. */
  private record Diverging(Recipe wages) implements Recipe {
    @Override
    public String name() {
      return wages.name();
    }

    @Override
    public String summary() {
      return wages.summary();
    }

    @Override
    public Settings defaults() {
      return wages.defaults();
    }

    @Override
    public Training.Builder problem(Engine engine) {
      return Training.of(engine, Dense.of(16, 1))
          .features(Shape.of(16))
          .targets(Shape.of(1))
          .loss(Losses.meanSquared(Reduction.MEAN));
    }

    @Override
    public Task load(long seed) throws IOException {
      return wages.load(seed);
    }
  }

  @Test
  void aDivergedTrainingSavesTheLastGoodWeightsAndFails() throws IOException {
    Path model = folder.resolve("m.safetensors");
    Recipe recipe = new Diverging(Recipes.named("wages").orElseThrow());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code;
    try (Engine engine = Engine.open("reference");
        Interruption interruption = Interruption.watch(new PrintWriter(err, true))) {
      code =
          new TrainingRun(
                  engine,
                  recipe,
                  recipe.load(0),
                  new TrainingRun.Request(200, 16, 10, OptimizerChoice.SGD, 0, model),
                  interruption)
              .run(new PrintWriter(out, true), new PrintWriter(err, true));
    }
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("error: training failed at step ")
        .contains("the loss is");
    assertThat(out.toString()).contains("saved the last good weights to " + model);
    Tensor weights = SafetensorsFile.readAll(model).get("weight");
    for (float weight : weights.floats()) {
      assertThat(weight).isFinite();
    }
  }
}
