package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Transformations;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.GptDecoder;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * GPT-2 (Radford et al. 2019) in any of its sizes, trained on a text file from first weights that
 * are random or Hugging Face's. What it saves has Hugging Face's names and shapes too.
 */
public final class Gpt2 implements TextRecipe {
  private static final String SIZE = "gpt2.size";
  private static final String CONTEXT = "gpt2.context";

  private final Gpt2Options options;
  private final Gpt2Size size;
  private final Gpt model;

  private Gpt2(Gpt2Options options) {
    this.options = options;
    size = Gpt2Size.named(options.size());
    Gpt plain = Gpt.of(size.config().withDropout(options.dropout()));
    model = options.recompute() ? plain.recomputingBlocks() : plain;
  }

  /** Made by {@link Recipes}. */
  Gpt2() {
    this(Gpt2Options.standard());
  }

  /** What is said of it. */
  public Gpt2Options options() {
    return options;
  }

  /**
   * The same recipe with other options.
   *
   * @throws IllegalArgumentException if one of them can't be; the message names it
   */
  public Gpt2 with(Gpt2Options others) {
    int most = GptConfig.gpt2().context();
    if (others.context() < 2 || others.context() > most) {
      throw new IllegalArgumentException(
          "option --context must be from 2 to GPT-2's " + most + ", got " + others.context());
    }
    if (!(others.dropout() >= 0 && others.dropout() < 1)) {
      throw new IllegalArgumentException(
          "option --dropout must be at least 0 and below 1, got " + others.dropout());
    }
    if (!(others.clip() > 0 && others.clip() <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "option --clip must be above 0, got " + others.clip() + "; GPT-2 and 3 take 1");
    }
    try {
      return new Gpt2(others);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option --size: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "gpt2";
  }

  @Override
  public String summary() {
    return "GPT-2 on a text file (--data), 124M to 1.5B or a size of one's own (--size)";
  }

  @Override
  public Settings defaults() {
    return new Settings(1, 4, 3e-4, "adamw");
  }

  @Override
  public int evaluationBatch() {
    return defaults().batch();
  }

  /** Clips the gradient by its norm. */
  @Override
  public Optimizer optimizer(Optimizer chosen) {
    return chosen.precededBy(Transformations.clipByGlobalNorm(options.clip()));
  }

  @Override
  public Training.Builder problem(Engine engine) {
    return Training.of(engine, model)
        .indices(Shape.of(options.context()))
        .labels(Shape.of(options.context()))
        .loss(CrossEntropy.mean());
  }

  /** Looks at the file of first weights, too, so that a wrong one is told before any work. */
  @Override
  public Task load(long seed) throws IOException {
    if (options.init().isPresent()) {
      Gpt2Weights.check(options.init().get(), size);
    }
    String context = Integer.toString(options.context());
    return Gpt2Task.of(
        options.data(), options.context(), Map.of(SIZE, size.name(), CONTEXT, context));
  }

  @Override
  public void begin(Training training) throws IOException {
    if (options.init().isPresent()) {
      try {
        training.setParameters(Gpt2Weights.read(options.init().get()));
      } catch (IllegalArgumentException e) {
        throw new IOException("'" + options.init().get() + "': " + e.getMessage(), e);
      }
    }
  }

  /** A file without Deltarule's metadata is one of Hugging Face's, of a published size. */
  @Override
  public Recipe restored(Map<String, String> saved, Map<String, Tensor> weights)
      throws IOException {
    try {
      if (saved.containsKey(SIZE)) {
        return with(options.withSize(saved.get(SIZE), context(saved)));
      }
      Gpt2Size found = foundIn(weights);
      return with(options.withSize(found.name(), found.config().context()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the model's file is no GPT-2's: " + e.getMessage(), e);
    }
  }

  private static int context(Map<String, String> saved) {
    String text = saved.getOrDefault(CONTEXT, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "its metadata say of '" + CONTEXT + "' '" + text + "', which is no number of tokens", e);
    }
  }

  private static Gpt2Size foundIn(Map<String, Tensor> weights) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Gpt2Weights.byModelNames(weights).forEach((name, weight) -> shapes.put(name, weight.shape()));
    return Gpt2Weights.size(shapes)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it doesn't say its size ('"
                        + SIZE
                        + "' in its metadata), and 'h.N.ln_1.weight' and 'wte.weight' are those of"
                        + " no published one; train it with 'deltarule train gpt2'"));
  }

  @Override
  public Map<String, Tensor> weights(Map<String, Tensor> stored) {
    return Gpt2Weights.byModelNames(stored);
  }

  @Override
  public TextVocabulary vocabulary(Map<String, String> saved) {
    return new Gpt2Text();
  }

  /** Reads as far back as it was trained to: later positions may never have been seen. */
  @Override
  public TextReader reader(Training training) {
    return new GptReader(
        GptDecoder.of(training.engine(), model, training.parameters(), 1), options.context());
  }
}
