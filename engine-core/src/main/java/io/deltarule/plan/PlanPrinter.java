package io.deltarule.plan;

import io.deltarule.plan.Plan.Lifetime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prints a plan as a table: a line for each step with its operation, scope, shapes, floating-point
 * operations, bytes, and for each output where it lies and how long it lives; then the totals.
 *
 * <pre>{@code
 * step  op      scope  shapes                              FLOPs    bytes  at                  alive
 *    0  matmul  0      [4, 2] x [3, 2] -> [4, 3]              48      104  arena0.FLOAT32+0    0-2
 * }</pre>
 *
 * <p>A place is a region and the first element in it. An output outside the arenas lives on:
 * "kept".
 */
public final class PlanPrinter {
  private static final List<String> HEADER =
      List.of("step", "op", "scope", "shapes", "FLOPs", "bytes", "at", "alive");
  private static final List<Boolean> RIGHT_ALIGNED =
      List.of(true, false, false, false, true, true, false, false);

  private final Plan plan;

  private PlanPrinter(Plan plan) {
    this.plan = plan;
  }

  /** The table and the totals; every line ends with '\n'. */
  public static String print(Plan plan) {
    PlanPrinter printer = new PlanPrinter(plan);
    return printer.table() + "\n" + printer.totals();
  }

  private String table() {
    TextTable table = new TextTable(HEADER, RIGHT_ALIGNED);
    for (int index = 0; index < plan.steps().size(); index++) {
      table.add(row(index, plan.steps().get(index)));
    }
    return table.toString();
  }

  private List<String> row(int index, Step step) {
    return List.of(
        Integer.toString(index),
        step.op().name(),
        step.scope(),
        shapes(step),
        number(step.flops()),
        number(step.bytes()),
        joined(step.outputs().stream().map(at -> at.region() + "+" + at.offset()).toList()),
        joined(lives(step, index)));
  }

  /** The shapes of a step: inputs -> outputs. */
  static String shapes(Step step) {
    return shapes(step.inputs()) + " -> " + shapes(step.outputs());
  }

  private static String shapes(List<Location> locations) {
    return locations.stream()
        .map(location -> location.type().shape().toString())
        .collect(Collectors.joining(" x "));
  }

  private static String joined(List<String> words) {
    return String.join(", ", words);
  }

  /** A life for each output, or one word for all if they are the same. */
  private List<String> lives(Step step, int index) {
    List<String> lives = step.outputs().stream().map(at -> alive(at, index)).toList();
    return lives.stream().distinct().count() == 1 ? lives.subList(0, 1) : lives;
  }

  private String alive(Location location, int step) {
    return lifetime(location, step)
        .map(lifetime -> lifetime.first() + "-" + lifetime.last())
        .orElse("kept");
  }

  /** The buffer that a location is (part of) while a step runs. */
  private Optional<Lifetime> lifetime(Location location, int step) {
    return plan.lifetimes().stream()
        .filter(lifetime -> lifetime.region().equals(location.region()))
        .filter(lifetime -> lifetime.first() <= step && step <= lifetime.last())
        .filter(
            lifetime ->
                lifetime.offset() <= location.offset()
                    && location.end() <= lifetime.offset() + lifetime.elements())
        .findFirst();
  }

  private String totals() {
    return "launches               "
        + number(plan.steps().size())
        + "\n"
        + "FLOPs per step         "
        + number(plan.flops())
        + "\n"
        + "arena bytes            "
        + number(plan.arenaBytes())
        + unshared()
        + "\n"
        + "input, constant bytes  "
        + number(plan.inputAndConstantBytes())
        + "\n"
        + "variable bytes         "
        + number(plan.variableBytes())
        + "\n";
  }

  private String unshared() {
    long bytes =
        plan.lifetimes().stream().mapToLong(l -> l.elements() * l.region().dtype().bytes()).sum();
    return " ("
        + number(plan.lifetimes().size())
        + " buffers, "
        + number(bytes)
        + " bytes without sharing)";
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
