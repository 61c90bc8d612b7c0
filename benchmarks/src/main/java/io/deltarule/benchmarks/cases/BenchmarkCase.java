package io.deltarule.benchmarks.cases;

import io.deltarule.graph.Computation;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Variable;
import io.deltarule.op.ReadVariable;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One computation that is benchmarked.
 *
 * @param family what it is shown under, such as {@code matmul}
 * @param operation what it computes, finer than the family, such as {@code adamW}
 * @param name tells it from every other case
 * @param computation builds the graph
 * @param values generates the inputs, the same each time
 * @param untouchedBytes bytes of inputs that no run reads, such as rows of a table that are not
 *     asked for
 */
public record BenchmarkCase(
    String family,
    String operation,
    String name,
    Supplier<Computation> computation,
    Supplier<Map<String, Tensor>> values,
    long untouchedBytes) {
  private static final long SEED = 1;

  /** A case of engine-parity. */
  public static BenchmarkCase of(OpCase opCase) {
    return new BenchmarkCase(
        opCase.family(),
        opCase.operation(),
        opCase.name(),
        opCase::computation,
        () -> opCase.values(SEED),
        0);
  }

  /** A case that may read and assign variables, which start at zero. */
  static BenchmarkCase of(
      String family,
      String operation,
      String name,
      Supplier<Computation> computation,
      Map<String, Domain> inputs) {
    return new BenchmarkCase(
        family, operation, name, computation, () -> values(computation.get(), inputs), 0);
  }

  /** The same case, of whose inputs so many bytes are not read. */
  BenchmarkCase leaving(long bytes) {
    return new BenchmarkCase(family, operation, name, computation, values, bytes);
  }

  private static Map<String, Tensor> values(Computation computation, Map<String, Domain> inputs) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    computation
        .placeholders()
        .forEach((name, input) -> values.put(name, tensor(input.type(), inputs.get(name))));
    return values;
  }

  private static Tensor tensor(TensorType type, Domain domain) {
    double[] elements = new double[Math.toIntExact(type.shape().elementCount())];
    domain.fill(elements, new SplittableRandom(SEED));
    return Tensor.of(type.shape(), elements).to(type.dtype());
  }

  /** Floating-point operations of one run, before any pass of the compiler. */
  public long flops() {
    return plan().flops();
  }

  /**
   * Compulsory bytes of one run: each input and each variable that is used read once, each output
   * and each assigned part of a variable written once. Whatever moves between the operations inside
   * is not counted, as fused kernels move none of it.
   */
  public long bytes() {
    Computation built = computation.get();
    long read =
        built.liveNodes().stream()
            .map(node -> node.op() instanceof ReadVariable r ? r.variable() : null)
            .filter(variable -> variable != null)
            .distinct()
            .mapToLong(variable -> bytes(variable.type()))
            .sum();
    long written = built.assignments().stream().mapToLong(a -> bytes(a.value().type())).sum();
    return inputsAndOutputs() + read + written;
  }

  /** Bytes that a run works on, each counted once though it be read and written. */
  public long footprint() {
    return inputsAndOutputs()
        + computation.get().variables().stream()
            .map(Variable::type)
            .mapToLong(BenchmarkCase::bytes)
            .sum();
  }

  private long inputsAndOutputs() {
    Plan plan = plan();
    return Stream.concat(plan.inputs().values().stream(), plan.outputs().values().stream())
            .map(Location::type)
            .mapToLong(BenchmarkCase::bytes)
            .sum()
        - untouchedBytes;
  }

  private static long bytes(TensorType type) {
    return type.shape().elementCount() * type.dtype().bytes();
  }

  private Plan plan() {
    return Planner.plan(computation.get(), PlanOptions.standard());
  }

  /** The name, for reports of parameterised tests. */
  @Override
  public String toString() {
    return name;
  }
}
