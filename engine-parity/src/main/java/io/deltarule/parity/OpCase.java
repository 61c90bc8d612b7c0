package io.deltarule.parity;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One instance of an operation: its graph, the domains that its inputs are drawn from, and which of
 * them it can be differentiated by. That one declaration is enough for every check: forward parity,
 * gradient parity, finite differences, determinism, benchmarks. The error that is allowed is not
 * declared but computed, by {@link Bounds}.
 *
 * <pre>{@code
 * OpCase.named("matmul 3x5x7")
 *     .input("a", Domain.uniform(-1, 1), 3, 5)
 *     .input("b", Domain.uniform(-1, 1), 5, 7)
 *     .computes(x -> x.get("a").matmul(x.get("b")));
 * }</pre>
 */
public final class OpCase {
  /** The placeholders of a case, by name. */
  @FunctionalInterface
  public interface Inputs {
    Value get(String name);
  }

  /** Builds the case's outputs from its placeholders. */
  @FunctionalInterface
  public interface Body {
    List<Value> build(Inputs inputs);
  }

  /** Builds the only output of a case from its placeholders. */
  @FunctionalInterface
  public interface SingleBody {
    Value build(Inputs inputs);
  }

  private record Input(String name, TensorType type, Domain domain, boolean differentiable) {}

  private final String name;
  private final String outputPrefix;
  private final List<Input> inputs;
  private final Body body;
  private final OpTraits traits;

  private OpCase(String name, String outputPrefix, List<Input> inputs, Body body, OpTraits traits) {
    this.name = name;
    this.outputPrefix = outputPrefix;
    this.inputs = List.copyOf(inputs);
    this.body = body;
    this.traits = traits;
  }

  /** Begins the declaration of a case; its name says what is particular about it. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /** The part of the catalogue that the case belongs to, such as {@code matmul} or {@code loss}. */
  public String family() {
    return traits.family();
  }

  /** The same case as a member of a family. */
  public OpCase inFamily(String family) {
    return new OpCase(name, outputPrefix, inputs, body, traits.withFamily(family));
  }

  /**
   * What is computed, finer than the family: {@code matmul}, {@code EXP}, {@code gelu}, {@code
   * huber}, {@code adamw}. The row of a table of errors. The family where nothing else is declared.
   */
  public String operation() {
    return traits.operation().isEmpty() ? traits.family() : traits.operation();
  }

  /** True if the second derivatives exist, and finite differences can judge them. */
  public boolean isSmooth() {
    return traits.smooth();
  }

  /** The step of finite differences, relative to the element ({@link FiniteDifferences}). */
  public double finiteDifferenceStep() {
    return traits.step();
  }

  /** The element types of the inputs. */
  public Set<DType> dtypes() {
    Set<DType> dtypes = EnumSet.noneOf(DType.class);
    inputs.forEach(input -> dtypes.add(input.type.dtype()));
    return dtypes;
  }

  /**
   * Floating-point operations of one run: those of the steps of the plan before any compiler pass.
   * What a pass saves or a backend recomputes is not subtracted or added, so that rates of
   * different backends compare.
   */
  public long flops() {
    return plan().flops();
  }

  /**
   * Compulsory bytes of one run: every input that is used read once and every output written once,
   * at their own types. Intermediate results are not counted, as a fused kernel moves none; a table
   * of which some rows are taken is counted whole.
   */
  public long bytes() {
    Plan plan = plan();
    return Stream.concat(plan.inputs().values().stream(), plan.outputs().values().stream())
        .mapToLong(place -> place.elementCount() * place.type().dtype().bytes())
        .sum();
  }

  private Plan plan() {
    return Planner.plan(computation(), PlanOptions.standard());
  }

  /** The names of the inputs that the case can be differentiated by. */
  public List<String> differentiable() {
    return inputs.stream().filter(Input::differentiable).map(Input::name).toList();
  }

  /**
   * The case as a computation in a new graph, with outputs y0, y1, ..., or gy0, gy1, ... if it is a
   * gradient.
   */
  public Computation computation() {
    Graph graph = new Graph();
    Map<String, Value> placeholders = new LinkedHashMap<>();
    inputs.forEach(
        input -> placeholders.put(input.name, graph.placeholder(input.name, input.type)));
    List<Value> values = body.build(placeholders::get);
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      outputs.put(outputName(i), values.get(i));
    }
    return Computation.of(outputs);
  }

  /** The name of an output of the computation. */
  public String outputName(int index) {
    return outputPrefix + index;
  }

  /** The name that the upstream gradient of an output has in {@link #gradient}. */
  public static String upstreamName(String outputName) {
    return "d" + outputName;
  }

  /**
   * The gradient of this case as a case of its own: for upstream gradients dy0, dy1, ... of the
   * floating-point outputs, drawn uniformly from -1 to 1, the gradients by all differentiable
   * inputs. It has the same family, operation and step.
   *
   * @throws IllegalStateException if there is no differentiable input
   */
  public OpCase gradient() {
    if (differentiable().isEmpty()) {
      throw new IllegalStateException("case " + name + " has no differentiable input");
    }
    List<Input> all = new ArrayList<>(inputs);
    computation()
        .outputs()
        .forEach(
            (output, value) -> {
              if (value.dtype().isFloating()) {
                all.add(new Input(upstreamName(output), value.type(), Domain.uniform(-1, 1), true));
              }
            });
    return new OpCase(
        "gradient of " + name, "g" + outputPrefix, all, this::gradients, traits.notSmooth());
  }

  private List<Value> gradients(Inputs placeholders) {
    List<Value> outputs = new ArrayList<>();
    List<Value> upstream = new ArrayList<>();
    List<Value> values = body.build(placeholders);
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).dtype().isFloating()) {
        outputs.add(values.get(i));
        upstream.add(placeholders.get(upstreamName(outputName(i))));
      }
    }
    List<Value> wrt = differentiable().stream().map(placeholders::get).toList();
    List<Value> found = ReverseMode.gradients(outputs, upstream, wrt);
    return IntStream.range(0, wrt.size())
        .mapToObj(i -> found.get(i) == null ? zeros(wrt.get(i)) : found.get(i))
        .toList();
  }

  private static Value zeros(Value like) {
    return like.graph().zerosLike(like);
  }

  /** Generated inputs: float32 or int32 tensors, the same for the same seed. */
  public Map<String, Tensor> values(long seed) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Input input : inputs) {
      // A generator of its own for each input, so that adding one leaves the others as they are.
      SplittableRandom random = new SplittableRandom(seed * 31 + input.name.hashCode());
      double[] elements = new double[Math.toIntExact(input.type.shape().elementCount())];
      input.domain.fill(elements, random);
      values.put(input.name, Tensor.of(input.type.shape(), elements).to(input.type.dtype()));
    }
    return values;
  }

  /** The name, for reports of parameterised tests. */
  @Override
  public String toString() {
    return name;
  }

  /** A declaration in progress. */
  public static final class Builder {
    private final String name;
    private final List<Input> inputs = new ArrayList<>();
    private OpTraits traits = OpTraits.standard();

    private Builder(String name) {
      this.name = name;
    }

    /** An input that the case is differentiable by. */
    public Builder input(String inputName, Domain domain, int... dims) {
      return input(inputName, domain, true, new TensorType(DType.FLOAT32, Shape.of(dims)));
    }

    /** A floating-point input that no gradient is asked for. */
    public Builder constant(String inputName, Domain domain, int... dims) {
      return input(inputName, domain, false, new TensorType(DType.FLOAT32, Shape.of(dims)));
    }

    /** An integer input. */
    public Builder integer(String inputName, Domain domain, int... dims) {
      return input(inputName, domain, false, new TensorType(DType.INT32, Shape.of(dims)));
    }

    private Builder input(
        String inputName, Domain domain, boolean differentiable, TensorType type) {
      inputs.add(new Input(inputName, type, domain, differentiable));
      return this;
    }

    /** Says what is computed, where the family does not say enough ({@link OpCase#operation}). */
    public Builder operation(String operation) {
      traits = traits.withOperation(operation);
      return this;
    }

    /**
     * Chooses the step of finite differences, relative to an element or to 0.1 if that is more:
     * smaller for what varies over short distances, larger for what varies little.
     */
    public Builder finiteDifferenceStep(double relative) {
      if (!(relative > 0 && relative < 0.1)) {
        throw new IllegalArgumentException(
            "case " + name + ": the step must be above 0 and below 0.1, got " + relative);
      }
      traits = traits.withStep(relative);
      return this;
    }

    /** Says that second derivatives do not exist everywhere, or are 0 with kinks. */
    public Builder notSmooth() {
      traits = traits.notSmooth();
      return this;
    }

    /** Ends the declaration of a case with one output. */
    public OpCase computes(SingleBody body) {
      return computesAll(placeholders -> Arrays.asList(body.build(placeholders)));
    }

    /** Ends the declaration of a case with several outputs. */
    public OpCase computesAll(Body body) {
      return new OpCase(name, "y", inputs, body, traits);
    }
  }
}
