package io.deltarule.parity.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Operands;
import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.optim.Optimizers;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.plan.PlanOptions;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockstepTest {
  private static final int BATCH = 4;
  private static final PlanOptions OTHER_LAYOUT =
      PlanOptions.standard().withGuard(32).withReuse(false);

  /** The second layer's product, which is the only one of [4, 3] x [5, 3]. */
  private static boolean isSecondProduct(Op op, Operands operands) {
    return op instanceof MatMul
        && operands.output().type().shape().equals(Shape.of(BATCH, 5))
        && operands.input(1).type().shape().equals(Shape.of(5, 3));
  }

  private static Training training(Engine engine) {
    Sequential model =
        Sequential.of(Dense.of(6, 3), Activation.tanh(), Dropout.of(0.3), Dense.of(3, 5));
    return Training.of(engine, model)
        .features(Shape.of(6))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.adamW(0.01))
        .seed(3)
        .build();
  }

  private static Tensor features() {
    double[] values = new SplittableRandom(11).doubles(BATCH * 6, -1, 1).toArray();
    return Tensor.of(Shape.of(BATCH, 6), Tensor.of(Shape.of(BATCH, 6), values).toFloats());
  }

  /** Runs some steps of a training on the reference and on another backend. */
  private static Optional<Evidence> steps(int count, FaultyBackend other, Consumer<Lockstep> look) {
    try (Engine left = Engine.of(other);
        Engine right = Engine.of(new ReferenceBackend());
        Training training = training(right)) {
      training.step(BATCH);
      Computation computation = Compiler.optimize(training.stepComputation(BATCH));
      try (Lockstep lockstep = Lockstep.of(computation, left, right)) {
        lockstep.writeVariables(training.state());
        lockstep.write(training.learningRate(), Tensor.scalar(0.01f));
        lockstep.write("features", features());
        lockstep.write("targets", Tensor.of(Shape.of(BATCH), 4, 0, 2, 1));
        Optional<Evidence> wrong = Optional.empty();
        for (int step = 0; step < count && wrong.isEmpty(); step++) {
          wrong = lockstep.run();
        }
        look.accept(lockstep);
        return wrong;
      }
    }
  }

  private static FaultyBackend sound() {
    return new FaultyBackend((op, operands) -> false, operands -> {}, OTHER_LAYOUT);
  }

  @Test
  void equalBackendsOfDifferentLayoutsAgreeExactly() {
    Optional<Evidence> wrong =
        steps(
            3,
            sound(),
            lockstep -> {
              assertThat(lockstep.table().comparisons()).isEqualTo(3L * lockstep.operations());
              assertThat(lockstep.table().worstRatio()).isZero();
              assertThat(lockstep.table().worstDrift()).isZero();
              assertThat(lockstep.leftOutput("loss")).isEqualTo(lockstep.rightOutput("loss"));
            });
    assertThat(wrong).isEmpty();
  }

  /** The loss falls, so what runs in lockstep is a training and not the same step each time. */
  @Test
  void theStepsAreThoseOfTheTraining() {
    double[] losses = new double[2];
    steps(1, sound(), lockstep -> losses[0] = lockstep.leftOutput("loss").item());
    steps(30, sound(), lockstep -> losses[1] = lockstep.leftOutput("loss").item());
    assertThat(losses[0]).isPositive().isLessThan(10);
    assertThat(losses[1]).isLessThan(0.9 * losses[0]);
  }

  @Test
  void theFirstWrongOperationIsFoundAtItsElement() {
    FaultyBackend faulty =
        new FaultyBackend(
            LockstepTest::isSecondProduct, FaultyBackend.adding(1e-3, 7), OTHER_LAYOUT);
    Evidence wrong = steps(3, faulty, lockstep -> {}).orElseThrow();
    assertThat(wrong.difference().describe()).isEqualTo("matmul in '3'");
    assertThat(wrong.difference().step()).isZero();
    assertThat(wrong.difference().element()).isEqualTo(7);
    assertThat(wrong.difference().ratio()).isGreaterThan(1);
    assertThat(wrong.difference().error()).isCloseTo(1e-3, within(1e-9));
    assertThat(wrong.leftError()).isCloseTo(1e-3, within(1e-9));
    assertThat(wrong.rightError()).isZero();
  }

  @Test
  void anOperationThatGoesWrongLaterIsFoundInThatStep() {
    AtomicInteger runs = new AtomicInteger();
    Consumer<Operands> third =
        operands -> {
          if (runs.incrementAndGet() == 3) {
            FaultyBackend.adding(1e-3, 0).accept(operands);
          }
        };
    Evidence wrong =
        steps(
                5,
                new FaultyBackend(LockstepTest::isSecondProduct, third, OTHER_LAYOUT),
                lockstep -> {})
            .orElseThrow();
    assertThat(wrong.difference().step()).isEqualTo(2);
    assertThat(wrong.difference().element()).isZero();
  }

  @Test
  void aNumberThatIsNoneIsOverEveryBound() {
    FaultyBackend faulty =
        new FaultyBackend(
            LockstepTest::isSecondProduct, FaultyBackend.adding(Double.NaN, 2), OTHER_LAYOUT);
    Evidence wrong = steps(1, faulty, lockstep -> {}).orElseThrow();
    assertThat(wrong.difference().element()).isEqualTo(2);
    assertThat(wrong.difference().ratio()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  /** Float32 rounding alone, in every product: within the bounds of a float32 backend only. */
  @Test
  void theBoundOfAFloat64BackendIsThatOfFloat64() {
    Consumer<Operands> rounding =
        operands -> {
          Tensor values = OperandContents.read(operands.output());
          OperandContents.write(operands.output(), Tensor.of(values.shape(), values.toFloats()));
        };
    Evidence wrong =
        steps(
                1,
                new FaultyBackend(LockstepTest::isSecondProduct, rounding, OTHER_LAYOUT),
                lockstep -> {})
            .orElseThrow();
    assertThat(wrong.difference().describe()).isEqualTo("matmul in '3'");
    assertThat(wrong.difference().ulps()).isBetween(0.0, 0.51);
  }

  @Test
  void theFileHoldsInputsAndBothOutputs(@TempDir Path folder) throws IOException {
    FaultyBackend faulty =
        new FaultyBackend(
            LockstepTest::isSecondProduct, FaultyBackend.adding(0.5, 7), OTHER_LAYOUT);
    Evidence wrong = steps(1, faulty, lockstep -> {}).orElseThrow();
    Path file = folder.resolve("wrong.safetensors");
    wrong.save(file, Map.of("left", "faulty"));
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Map<String, Tensor> all = tensors.readAll();
      assertThat(all).containsKeys("input.0", "input.1", "left.0", "right.0", "exact.0");
      assertThat(all.get("left.0").get(7) - all.get("right.0").get(7))
          .isCloseTo(0.5, within(1e-12));
      assertThat(all.get("right.0")).isEqualTo(all.get("exact.0"));
      double product = 0;
      for (int k = 0; k < 3; k++) {
        // Element 7 is row 1, column 2 of [4, 5]; with an epilogue the bias, which is 0, is added.
        product += all.get("input.0").get(3 + k) * all.get("input.1").get(6 + k);
      }
      assertThat(all.get("exact.0").get(7)).isCloseTo(product, within(1e-12));
      assertThat(tensors.metadata())
          .containsEntry("left", "faulty")
          .containsEntry("operation", "matmul")
          .containsEntry("scope", "3")
          .containsEntry("step", "0")
          .containsEntry("element", "7");
    }
  }

  @Test
  void theTableNamesTheWorstFirst() {
    FaultyBackend faulty =
        new FaultyBackend(
            LockstepTest::isSecondProduct, FaultyBackend.adding(0.5, 7), OTHER_LAYOUT);
    steps(
        1,
        faulty,
        lockstep -> {
          String[] lines = lockstep.table().print(3).split("\n", -1);
          assertThat(lines[0]).contains("operation", "layer", "relative error", "ulps", "drift");
          assertThat(lines[1]).containsPattern("matmul +3 +\\[4, 5\\] +0 ");
          assertThat(lines).hasSizeLessThanOrEqualTo(5);
        });
  }
}
