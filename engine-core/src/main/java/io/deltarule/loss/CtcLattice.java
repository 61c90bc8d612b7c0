package io.deltarule.loss;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.op.Concat;
import io.deltarule.op.Pad;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The lattice of alignments of CTC, in logarithms: S = 2 L + 1 labels and blanks by T steps. The
 * forward variable of a place sums over the ways to it, the backward variable over those from it to
 * the end (Graves et al. 2006, equations 6, 9 and 16). What can't be is {@code -1e30}, not minus
 * infinity, so that differences of such numbers are numbers.
 */
final class CtcLattice {
  /** A loss beyond this belongs to no alignment. */
  static final double IMPOSSIBLE = 1e29;

  private static final double NEVER = -1e30;

  private final Graph graph;
  private final int steps;
  private final int rows;
  private final int classes;
  private final int places;
  private final Value labels;
  private final Value inputLengths;
  private final Value targetLengths;

  /** Where each place's log-probability lies among those of all steps, [T, B, S]. */
  private final Value indices;

  /** [T, B, S]. */
  private final Value emissions;

  /** 1 where a place can be reached from two before it, [B, S]. */
  private final Value skips;

  private CtcLattice(int blank, Value x, Value labels, Value inputLengths, Value targetLengths) {
    graph = x.graph();
    steps = x.shape().dim(0);
    rows = x.shape().dim(1);
    classes = x.shape().dim(2);
    places = labels.shape().dim(1);
    this.labels = labels;
    this.inputLengths = inputLengths.reshape(rows, 1);
    this.targetLengths = targetLengths.reshape(rows, 1);
    indices = indices();
    Value all = x.reshape(Math.multiplyExact(Math.multiplyExact(steps, rows), classes));
    emissions =
        steps == 0
            ? graph.full(Shape.of(0, rows, places), 0)
            : all.gather(indices).pointwise(Expr.input(0).max(Expr.constant(NEVER)));
    skips = skips(blank);
  }

  /** Of log-probabilities [T, B, C], labels with blanks [B, S], input and target lengths [B]. */
  static CtcLattice of(int blank, List<Value> arguments) {
    return new CtcLattice(
        blank, arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3));
  }

  /** An INT32 tensor of one number. */
  static Value filled(Graph graph, Shape shape, int value) {
    return graph.constant(Tensor.scalar(value)).broadcastTo(shape);
  }

  /**
   * A label outside the classes has an index that is refused, and so has a row of a wrong length.
   */
  private Value indices() {
    Expr label = Expr.input(0, ScalarType.INT);
    Expr inside = label.ge(Expr.constantInt(0)).and(label.lt(Expr.constantInt(classes)));
    Expr first = Expr.input(1, ScalarType.INT).times(Expr.constantInt(classes));
    Value row = graph.iota(Math.multiplyExact(steps, rows)).reshape(steps, rows, 1);
    Expr steps = Expr.input(2, ScalarType.INT);
    Expr count = Expr.input(3, ScalarType.INT);
    Expr fits =
        steps
            .ge(Expr.constantInt(0))
            .and(steps.le(Expr.constantInt(this.steps)))
            .and(count.ge(Expr.constantInt(0)))
            .and(count.le(Expr.constantInt(places / 2)));
    return labels.pointwise(
        Expr.select(inside.and(fits), first.plus(label), Expr.constantInt(-1)),
        row,
        inputLengths,
        targetLengths);
  }

  private Value skips(int blank) {
    Value shifted =
        Concat.of(1, List.of(filled(graph, Shape.of(rows, 2), -1), labels)).slice(1, 0, places);
    Expr label = Expr.input(0, ScalarType.INT);
    Expr differs = label.ne(Expr.input(1, ScalarType.INT));
    Expr skips = label.ne(Expr.constantInt(blank)).and(differs);
    return labels.pointwise(Expr.select(skips, Expr.ONE, Expr.ZERO), shifted);
  }

  /**
   * The forward variables before each step and after the last, [B, 2 + S] each. The second of the
   * two places before the labels is where every alignment begins.
   */
  private List<Value> forward() {
    Value begin = graph.full(Shape.of(rows, 1), 0);
    Value never = graph.full(Shape.of(rows, 1), NEVER);
    Value later = graph.full(Shape.of(rows, places), NEVER);
    List<Value> variables = new ArrayList<>();
    variables.add(Concat.of(1, List.of(never, begin, later)));
    for (int t = 0; t < steps; t++) {
      Value before = variables.get(t);
      Value reached =
          sum(
                  before.slice(1, 2, places + 2),
                  before.slice(1, 1, places + 1),
                  masked(before.slice(1, 0, places), skips))
              .add(emission(t));
      variables.add(unlessOver(t, padded(reached, 2, 0), before));
    }
    return variables;
  }

  private Value emission(int t) {
    return emissions.slice(0, t, t + 1).reshape(rows, places);
  }

  private static Value masked(Value x, Value mask) {
    Expr allowed = Expr.input(1).gt(Expr.ZERO);
    return x.pointwise(Expr.select(allowed, Expr.input(0), Expr.constant(NEVER)), mask);
  }

  private static Value padded(Value x, int before, int after) {
    Pad pad = new Pad(List.of(0, before), List.of(0, after), List.of(0, 0), NEVER);
    return x.graph().apply(pad, x);
  }

  /** log(exp a + exp b + exp c). */
  private static Value sum(Value a, Value b, Value c) {
    Expr max = Expr.input(0).max(Expr.input(1)).max(Expr.input(2));
    Expr total = Expr.input(0).minus(max).exp().plus(Expr.input(1).minus(max).exp());
    total = total.plus(Expr.input(2).minus(max).exp());
    return a.pointwise(max.plus(total.log()), b, c);
  }

  /** The value at a row's own steps, the other at those after its last. */
  private Value unlessOver(int t, Value value, Value otherwise) {
    Expr own = Expr.input(2, ScalarType.INT).gt(Expr.constantInt(t));
    return value.pointwise(Expr.select(own, Expr.input(0), Expr.input(1)), otherwise, inputLengths);
  }

  /** 0 at a row's last label and the blank after it, where alignments end; [B, 2 + S]. */
  private Value ends() {
    Expr last = Expr.input(0, ScalarType.INT).times(Expr.constantInt(2)).plus(Expr.constantInt(1));
    Expr place = Expr.input(1, ScalarType.INT);
    Expr ends = place.ge(last).and(place.le(last.plus(Expr.constantInt(1))));
    return targetLengths.pointwise(
        Expr.select(ends, Expr.ZERO, Expr.constant(NEVER)), graph.iota(places + 2));
  }

  /** The negative logarithm of the probability of each row [B]. */
  Value loss() {
    List<Value> variables = forward();
    return total(variables.get(steps)).neg().reshape(rows);
  }

  /** The logarithm of the sum over all ends [B, 1]. */
  private Value total(Value last) {
    Expr never = Expr.constant(NEVER);
    Expr value = Expr.select(Expr.input(1).lt(Expr.ZERO), never, Expr.input(0));
    Value ended = last.pointwise(value, ends());
    Value max = ended.reduce(Reduce.Kind.MAX, true, 1);
    Value sum = ended.sub(max).exp().reduce(Reduce.Kind.SUM, true, 1);
    return sum.log().add(max);
  }

  /**
   * The gradient of {@code sum_b upstream_b loss_b} by the log-probabilities: minus the
   * probability, given the target, that an alignment has a label at a step.
   */
  Value gradient(Value upstream) {
    Shape shape = Shape.of(steps, rows, classes);
    if (steps == 0) {
      return graph.full(shape, 0);
    }
    List<Value> variables = forward();
    Value total = total(variables.get(steps));
    List<Value> posteriors = new ArrayList<>();
    // The backward variable of a place after step t: the ways on from there, its own step left out.
    Value after = ends();
    for (int t = steps - 1; t >= 0; t--) {
      Value own = after.slice(1, 2, places + 2);
      Value here = variables.get(t + 1).slice(1, 2, places + 2);
      posteriors.add(0, posterior(t, here, own, total));
      Value next = own.add(emission(t));
      Value onward = sum(padded(next, 2, 0), padded(next, 1, 1), padded(masked(next, skips), 0, 2));
      after = unlessOver(t, onward, after);
    }
    Value weights = Concat.of(0, posteriors).mul(upstream.reshape(1, rows, 1)).neg();
    int count = Math.multiplyExact(Math.multiplyExact(steps, rows), classes);
    return weights.scatterAdd(indices, count).reshape(shape);
  }

  /** [1, B, S]; 0 after a row's last step, and where no alignment fits. */
  private Value posterior(int t, Value here, Value after, Value total) {
    Expr counts =
        Expr.input(3, ScalarType.INT)
            .gt(Expr.constantInt(t))
            .and(Expr.input(2).gt(Expr.constant(-IMPOSSIBLE)));
    Expr logarithm = Expr.input(0).plus(Expr.input(1)).minus(Expr.input(2));
    Expr probability = Expr.select(counts, logarithm, Expr.constant(NEVER)).exp();
    return here.pointwise(probability, after, total, inputLengths).reshape(1, rows, places);
  }
}
