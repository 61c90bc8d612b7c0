package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.backend.Engine;
import io.deltarule.data.CharacterVocabulary;
import io.deltarule.data.Dataset;
import io.deltarule.data.TokenSequence;
import io.deltarule.layer.Embedding;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.metric.ConfusionMatrix;
import io.deltarule.metric.TopK;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingResult;
import io.deltarule.train.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows of tokens with a label at each position, through the whole of training. */
class TokenTrainingTest {
  private static final int CONTEXT = 4;
  private final Engine engine = Engine.open("reference");

  @AfterEach
  void close() {
    engine.close();
  }

  /** Logits of the next token from the token alone: a table [V, V]. */
  private Training bigrams(int vocabulary) {
    return Training.of(engine, Embedding.of(vocabulary, vocabulary))
        .indices(Shape.of(CONTEXT))
        .labels(Shape.of(CONTEXT))
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.adam())
        .build();
  }

  /** In "abcabc...", a token says what comes next; the third of four labels is "a" and so on. */
  @Test
  void theNextTokenIsLearntFromWindowsInOrderAndFromDrawnOnes() {
    String text = "abc".repeat(30);
    CharacterVocabulary vocabulary = CharacterVocabulary.of(text);
    TokenSequence.Split split = new TokenSequence(vocabulary.encode(text), 3).split(0.2);
    Dataset held = split.held().windows(CONTEXT, 1);
    for (int drawn : new int[] {0, 20}) {
      Training training = bigrams(3);
      Trainer trainer =
          Trainer.of(training)
              .batchSize(6)
              .epochs(10)
              .schedule(Schedules.constant(0.3))
              .validation(held, TopK.accuracy(), new ConfusionMatrix(3));
      Dataset train = split.train().windows(CONTEXT, drawn > 0 ? 1 : CONTEXT);
      TrainingResult result = drawn > 0 ? trainer.drawing(drawn).fit(train) : trainer.fit(train);
      assertThat(result.steps()).isEqualTo(drawn > 0 ? 200 : 30);
      assertThat(result.last().orElseThrow().metrics())
          .isEqualTo(Map.of("accuracy", 1.0, "confusion matrix", 1.0));
      assertThat(result.last().orElseThrow().validationLoss().getAsDouble()).isLessThan(0.2);
    }
  }

  /** The loss is the mean over all positions of all windows: here by hand. */
  @Test
  void theLossIsTheMeanOverPositions() {
    Training training = bigrams(2);
    // After 0 the odds for 1 are e^2, after 1 for 0 they are even.
    training.setParameters(Map.of("weight", Tensor.of(Shape.of(2, 2), 0f, 2, 0, 0)));
    Dataset windows = new TokenSequence(new int[] {0, 1, 1, 0, 0, 1}, 2).windows(CONTEXT, 1);
    assertThat(windows.size()).isEqualTo(2);
    Validation.Result result = new Validation(training, windows, 2, List.of(TopK.accuracy())).run();
    double one = Math.log1p(Math.exp(-2));
    double two = Math.log1p(Math.exp(2));
    double even = Math.log(2);
    // 0 1, 1 1, 1 0, 0 0 and 1 1, 1 0, 0 0, 0 1; of two equal logits the first counts as higher.
    double expected = (one + even + even + two + even + even + two + one) / 8;
    assertThat(result.loss()).isCloseTo(expected, within(1e-6));
    assertThat(result.metrics()).containsEntry("accuracy", 4 / 8.0);
  }

  @Test
  void windowsOfAnotherLengthAreRefusedBeforeTraining() {
    Dataset longer = new TokenSequence(new int[20], 2).windows(CONTEXT + 1, 1);
    assertThatThrownBy(() -> new Validation(bigrams(2), longer, 2, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("INT32[2, 4]", "INT32[2, 5]");
  }

  @Test
  void aLabelThatTheModelDoesNotKnowIsRefused() {
    Dataset data =
        Dataset.classification(
            Tensor.of(Shape.of(1, CONTEXT), 0, 1, 0, 1),
            Tensor.of(Shape.of(1, CONTEXT), 0, 1, 0, 2),
            3);
    assertThatThrownBy(() -> Trainer.of(bigrams(2)).batchSize(1).fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 2 at position 3 of the batch");
    assertThatThrownBy(() -> Trainer.of(bigrams(2)).drawing(0))
        .hasMessageContaining("drawing must be 1 or more, got 0");
  }
}
