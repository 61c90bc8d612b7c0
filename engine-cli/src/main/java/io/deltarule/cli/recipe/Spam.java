package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.data.WordVocabulary;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.EmbeddingBag;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Spam or not, by the words of a mail: the mean of the words' vectors, and a perceptron with one
 * hidden layer (after A. Joulin, E. Grave, P. Bojanowski, T. Mikolov, "Bag of tricks for efficient
 * text classification", 2017).
 */
public final class Spam implements Recipe {
  private static final int WIDTH = 32;

  /** Made by {@link Recipes}. */
  Spam() {}

  @Override
  public String name() {
    return "spam";
  }

  @Override
  public String summary() {
    return "spam or not: 5,868 mails as bags of 20,000 words in 32 numbers, 32-32-2 with ReLU";
  }

  @Override
  public Settings defaults() {
    return new Settings(8, 32, 5e-3, "adam");
  }

  @Override
  public Training.Builder problem(Engine engine) {
    Sequential model =
        Sequential.of(
            EmbeddingBag.mean(SpamTask.NUMBERS, WIDTH).withPadding(WordVocabulary.PADDING),
            Dense.of(WIDTH, WIDTH),
            Activation.relu(),
            Dense.of(WIDTH, SpamTask.CLASSES));
    return Training.of(engine, model)
        .indices(Shape.of(SpamTask.LENGTH))
        .labels()
        .loss(CrossEntropy.mean());
  }

  @Override
  public Task load(long seed) throws IOException {
    return new SpamTask(SpamMessages.load(), seed, Optional.empty());
  }

  @Override
  public Task load(long seed, Map<String, String> saved) throws IOException {
    return new SpamTask(SpamMessages.load(), seed, Optional.of(SpamTask.vocabulary(saved)));
  }
}
