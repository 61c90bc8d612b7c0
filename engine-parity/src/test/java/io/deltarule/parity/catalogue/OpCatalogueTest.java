package io.deltarule.parity.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.UnaryOp;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Layer;
import io.deltarule.loss.Loss;
import io.deltarule.loss.Losses;
import io.deltarule.loss.PointwiseLoss;
import io.deltarule.op.ArgMax;
import io.deltarule.op.AttentionGradient;
import io.deltarule.op.Barrier;
import io.deltarule.op.Constant;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.Pointwise;
import io.deltarule.op.RandomFill;
import io.deltarule.op.ReadVariable;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.StopGradient;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.parity.OpCase;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that core can compute is without a case: whoever adds something adds its case. */
class OpCatalogueTest {
  private static final Set<Class<?>> NOT_DIFFERENTIABLE =
      Set.of(
          ArgMax.class,
          AttentionGradient.class,
          RandomFill.class,
          RecurrenceGradient.class,
          Constant.class,
          ReadVariable.class,
          Placeholder.class);

  @Test
  void namesAreUnique() {
    assertThat(OpCatalogue.all().stream().map(OpCase::name)).doesNotHaveDuplicates();
  }

  @Test
  void everyPrimitiveHasACase() {
    Set<Class<?>> primitives = primitives();
    // A case has inputs in the place of variables: it is one computation with nothing to carry on.
    primitives.remove(ReadVariable.class);
    assertThat(used(OpCatalogue.all())).containsAll(primitives);
  }

  @Test
  void everyPrimitiveWithAGradientHasADifferentiableCase() {
    Set<Class<?>> primitives = primitives();
    primitives.removeAll(NOT_DIFFERENTIABLE);
    assertThat(used(OpCatalogue.differentiable()))
        .containsAll(primitives)
        .contains(Barrier.class, CustomGradient.class, StopGradient.class);
  }

  private static Set<Class<?>> primitives() {
    return new HashSet<>(Arrays.asList(Op.class.getPermittedSubclasses()));
  }

  private static Set<Class<?>> used(List<OpCase> cases) {
    return cases.stream()
        .flatMap(c -> c.computation().liveNodes().stream())
        .map(node -> node.op().getClass())
        .collect(Collectors.toSet());
  }

  @Test
  void everyScalarOperationHasACase() {
    Set<UnaryOp> unary = EnumSet.noneOf(UnaryOp.class);
    Set<BinaryOp> binary = EnumSet.noneOf(BinaryOp.class);
    OpCatalogue.families().get("pointwise").forEach(c -> collect(c, unary, binary));
    OpCatalogue.families().get("integer").forEach(c -> collect(c, unary, binary));
    assertThat(unary).containsExactly(UnaryOp.values());
    assertThat(binary).containsExactly(BinaryOp.values());
  }

  private static void collect(OpCase opCase, Set<UnaryOp> unary, Set<BinaryOp> binary) {
    opCase
        .computation()
        .liveNodes()
        .forEach(
            node -> {
              if (node.op() instanceof Pointwise pointwise) {
                pointwise.expressions().forEach(e -> collect(e, unary, binary));
              }
            });
  }

  /** Without repetition of shared operands, of which a chain has 2^24. */
  private static void collect(Expr root, Set<UnaryOp> unary, Set<BinaryOp> binary) {
    for (Expr e : ExprProgram.of(List.of(root)).instructions()) {
      if (e instanceof Expr.Unary u) {
        unary.add(u.op());
      } else if (e instanceof Expr.Binary b) {
        binary.add(b.op());
      }
    }
  }

  @Test
  void everyActivationHasACaseWithAGradient() {
    assertThat(CoreClasses.factories(Activations.class)).hasSizeGreaterThan(10);
    assertThat(differentiable("activation")).containsAll(CoreClasses.factories(Activations.class));
  }

  @Test
  void everyLossHasACaseWithAGradient() {
    Set<String> losses = CoreClasses.factories(Losses.class);
    assertThat(losses).hasSizeGreaterThan(5);
    CoreClasses.concrete("io.deltarule.loss")
        .filter(c -> c != PointwiseLoss.class) // what the factories of Losses make
        .filter(c -> Loss.class.isAssignableFrom(c) || CoreClasses.appliesToValues(c))
        .forEach(c -> losses.add(c.getSimpleName()));
    assertThat(losses).contains("CrossEntropy", "CosineEmbedding", "TripletMargin");
    assertThat(differentiable("loss")).containsAll(losses);
  }

  @Test
  void everyLayerHasACaseWithAGradient() {
    List<String> layers =
        CoreClasses.concrete("io.deltarule.layer")
            .filter(Layer.class::isAssignableFrom)
            .map(Class::getSimpleName)
            .toList();
    assertThat(layers).contains("Dense", "Dropout", "Residual");
    assertThat(differentiable("layer")).containsAll(layers);
  }

  @Test
  void everyOptimizerAndEveryLinkHasACase() {
    Set<String> factories = new TreeSet<>(CoreClasses.factories(Optimizers.class));
    factories.addAll(CoreClasses.factories(Transformations.class));
    assertThat(factories).contains("adamW", "clipByGlobalNorm", "averageWeights");
    assertThat(operations(OpCatalogue.families().get("optimizer"))).containsAll(factories);
  }

  @Test
  void everyFactoryIsTriedAtMoreThanOneSizeOrValue() {
    Stream.of("activation", "loss", "optimizer")
        .flatMap(family -> OpCatalogue.families().get(family).stream())
        .collect(Collectors.groupingBy(OpCase::operation, Collectors.counting()))
        .forEach(
            (operation, count) -> {
              if (!operation.equals("KullbackLeibler")) {
                assertThat(count).as(operation).isGreaterThan(1);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pointwise",
        "broadcast",
        "integer",
        "reduce",
        "matmul",
        "layout",
        "index",
        "bag",
        "recurrent",
        "convolution",
        "pooling",
        "softmax",
        "normalization",
        "attention",
        "random",
        "activation",
        "loss",
        "optimizer",
        "layer"
      })
  void everyFamilyHasCasesThatSayWhatTheyCost(String family) {
    List<OpCase> cases = OpCatalogue.families().get(family);
    assertThat(cases).isNotEmpty().allMatch(c -> c.family().equals(family));
    assertThat(cases).allMatch(c -> c.bytes() >= 0 && c.flops() >= 0);
    assertThat(cases).anyMatch(c -> c.bytes() > 0);
  }

  private static Set<String> differentiable(String family) {
    return operations(
        OpCatalogue.families().get(family).stream()
            .filter(c -> !c.differentiable().isEmpty())
            .toList());
  }

  private static Set<String> operations(List<OpCase> cases) {
    return cases.stream().map(OpCase::operation).collect(Collectors.toCollection(TreeSet::new));
  }
}
