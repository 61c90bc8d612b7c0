package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cli.text.Gpt2Tokenizer;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.persist.SafetensorsWriter;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One short training of a tiny GPT-2, and everything that can be done with what it saved. */
class Gpt2RoundTripTest {
  private static final int WIDTH = 8;
  private static final String SIZE = "1x2x" + WIDTH;

  @TempDir static Path folder;
  private static Path text;
  private static Path model;
  private static CommandRun trained;

  @BeforeAll
  static void train() throws IOException {
    text =
        Files.writeString(folder.resolve("text.txt"), "The sea, the sea! \ud83d\udc0b ".repeat(30));
    model = folder.resolve("gpt2.safetensors");
    trained = train(model, "--lr", 0.01);
  }

  private static CommandRun train(Path out, Object... options) {
    List<Object> words = new ArrayList<>(List.of("train", "gpt2", "--device", "cpu"));
    words.addAll(List.of("--data", text, "--size", SIZE, "--context", 8, "--out", out));
    words.addAll(Arrays.asList(options));
    return CommandRun.of(words.toArray());
  }

  private static CommandRun with(Path file, String command, Object... options) {
    List<Object> words =
        new ArrayList<>(List.of(command, "gpt2", "--device", "cpu", "--model", file));
    words.addAll(Arrays.asList(options));
    return CommandRun.of(words.toArray());
  }

  private static String number(String name, CommandRun run) {
    Matcher matcher =
        Pattern.compile("^test " + name + " ([\\d.]+)$", Pattern.MULTILINE).matcher(run.out());
    assertThat(matcher.find()).as(run.out() + run.err()).isTrue();
    return matcher.group(1);
  }

  @Test
  void theEndNamesLossAndPerplexity() {
    assertThat(trained.code()).as(trained.err()).isZero();
    double loss = Double.parseDouble(number("loss", trained));
    // Less than every token has at first, ln 50257.
    assertThat(loss).isBetween(3.0, 10.82);
    assertThat(Double.parseDouble(number("perplexity", trained)) / Math.exp(loss))
        .isBetween(0.999, 1.001);
  }

  @Test
  void theSavedFileHasHuggingFacesNames() throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(model)) {
      assertThat(file.names())
          .contains("wte.weight", "wpe.weight", "h.0.attn.c_attn.weight", "ln_f.bias")
          .hasSize(16);
      assertThat(file.metadata()).containsEntry("gpt2.size", SIZE);
    }
  }

  @Test
  void evaluationOfTheSavedFileGivesTheSame() {
    CommandRun evaluated = with(model, "evaluate", "--data", text);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(number("perplexity", evaluated)).isEqualTo(number("perplexity", trained));
    CommandRun without = with(model, "evaluate");
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.err()).contains("say which one it reads with --data FILE").hasLineCount(1);
  }

  @Test
  void theNextTokenIsPredicted() {
    CommandRun run = with(model, "predict", "The sea");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("next '.*'  probability \\d\\.\\d{4}");
  }

  @Test
  void theSeedDecidesTheText() {
    Object[] options = {"--prompt", "The sea", "--length", 12, "--top-k", 40, "--top-p", 0.9};
    CommandRun run = with(model, "generate", options);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("The sea").hasSizeGreaterThan(10);
    assertThat(with(model, "generate", options).out()).isEqualTo(run.out());
    Object[] other = Arrays.copyOf(options, options.length + 2);
    other[options.length] = "--seed";
    other[options.length + 1] = 8;
    assertThat(with(model, "generate", other).out()).isNotEqualTo(run.out());
  }

  /** With and without prefix, and with masks; no step changes them noticeably. */
  @Test
  void trainingBeginsWithWeightsOfHuggingFaces() throws IOException {
    Map<String, Tensor> published = new LinkedHashMap<>();
    SafetensorsFile.readAll(model)
        .forEach((name, tensor) -> published.put("transformer." + name, tensor));
    published.put("transformer.h.0.attn.bias", Tensor.scalar(1f));
    Path file = folder.resolve("hugging-face.safetensors");
    SafetensorsWriter.write(file, published, Map.of("format", "pt"));
    CommandRun run = train(folder.resolve("tuned"), "--init", file, "--lr", 1e-12, "--recompute");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(number("perplexity", run)).isEqualTo(number("perplexity", trained));
  }

  /**
   * A model whose tokens are told by the position alone: a blue whale in three tokens of a part of
   * a character each, and the end of the text.
   */
  @Test
  void charactersAreWrittenWholeUntilTheTextEnds() throws IOException {
    int[] tokens = new Gpt2Tokenizer().encode("a\ud83d\udc0b\u00e9");
    Map<String, Tensor> weights = new LinkedHashMap<>();
    SafetensorsFile.readAll(model)
        .forEach((name, tensor) -> weights.put(name, Tensor.zeros(tensor.shape(), DType.FLOAT32)));
    Arrays.fill(weights.get("ln_f.weight").floats(), 1);
    for (int i = 0; i <= tokens.length; i++) {
      int token = i < tokens.length ? tokens[i] : Gpt2Tokenizer.END_OF_TEXT;
      weights.get("wte.weight").floats()[token * WIDTH + i] = 1;
      weights.get("wpe.weight").floats()[i * WIDTH + i] = 9;
    }
    Path file = folder.resolve("whale.safetensors");
    SafetensorsWriter.write(file, weights, Map.of("gpt2.size", SIZE, "gpt2.context", "8"));
    CommandRun run = with(file, "generate", "--temperature", 0, "--length", 100);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("a\ud83d\udc0b\u00e9" + System.lineSeparator());
    CommandRun cut = with(file, "generate", "--temperature", 0, "--length", 2);
    assertThat(cut.out()).isEqualTo("a\ufffd" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource({
    "--size,2B,there is no size '2B'",
    "--size,1x3x8,must divide the width",
    "--context,1,option --context must be from 2 to GPT-2's 1024",
    "--context,1025,option --context must be from 2 to GPT-2's 1024",
    "--dropout,1,option --dropout must be at least 0 and below 1",
    "--clip,NaN,option --clip must be above 0"
  })
  void whatCannotBeIsRefused(String option, String value, String message) {
    List<Object> words = List.of("train", "gpt2", "--data", text, option, value);
    CommandRun run = CommandRun.of(words.toArray());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ").contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void otherRecipesTakeNoneOfTheseOptions() {
    assertThat(CommandRun.of("train", "spiral", "--size", "124M").err())
        .contains("are of recipe gpt2 alone; leave them out for spiral");
    assertThat(CommandRun.of("evaluate", "spiral", "--data", text).err())
        .contains("option --data: recipe spiral has data of its own");
  }

  @Test
  void firstWeightsThatDoNotFitAreToldBeforeAnyWork() {
    CommandRun run = CommandRun.of("train", "gpt2", "--data", text, "--init", model);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: " + model + ": these are not the weights of a GPT-2 of size 124M")
        .contains("'wte.weight' is [50257, 8] and not [50257, 768]")
        .hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFileOfAnotherModelWritesNothing() throws IOException {
    Path file = folder.resolve("other.safetensors");
    SafetensorsWriter.write(file, Map.of("x", Tensor.scalar(1f)), Map.of());
    CommandRun run = with(file, "generate");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("the model's file is no GPT-2's: it doesn't say its size");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFileWithADamagedContextIsTold() throws IOException {
    Path file = folder.resolve("damaged.safetensors");
    Map<String, String> metadata = Map.of("gpt2.size", SIZE, "gpt2.context", "many");
    SafetensorsWriter.write(file, SafetensorsFile.readAll(model), metadata);
    CommandRun run = with(file, "generate");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("'gpt2.context' 'many', which is no number of tokens");
  }

  @Test
  void textsInOtherEncodingsAreRefusedInALine() throws IOException {
    Path latin =
        Files.write(folder.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun run = CommandRun.of("train", "gpt2", "--data", latin);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("is not valid UTF-8").hasLineCount(1);
  }
}
