package io.deltarule.graph;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.op.ArgMax;
import io.deltarule.op.AveragePool;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Convolution;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.MatMul;
import io.deltarule.op.MaxPool;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reshape;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.op.Slice;
import io.deltarule.op.Softmax;
import io.deltarule.op.StopGradient;
import io.deltarule.op.Transpose;
import io.deltarule.op.Window;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.function.Supplier;

/**
 * One tensor in a graph: an output of a node. The methods add operations to the graph and give
 * their result; nothing is computed until the graph is compiled and run.
 *
 * <p>Arithmetic broadcasts its operands by NumPy's rule. All methods throw {@link
 * IllegalArgumentException} where shapes or element types do not fit, naming the scope.
 */
public final class Value {
  private final Node node;
  private final int index;
  private final TensorType type;

  Value(Node node, int index, TensorType type) {
    this.node = node;
    this.index = index;
    this.type = type;
  }

  public Node node() {
    return node;
  }

  /** Which output of the node this is. */
  public int index() {
    return index;
  }

  public Graph graph() {
    return node.graph();
  }

  public TensorType type() {
    return type;
  }

  public DType dtype() {
    return type.dtype();
  }

  public Shape shape() {
    return type.shape();
  }

  public Value add(Value other) {
    return pointwise(x().plus(Pointwise.inputFor(1, other)), other);
  }

  public Value add(double other) {
    return pointwise(x().plus(other));
  }

  public Value sub(Value other) {
    return pointwise(x().minus(Pointwise.inputFor(1, other)), other);
  }

  public Value sub(double other) {
    return pointwise(x().minus(other));
  }

  /** Element by element, this times the other. */
  public Value mul(Value other) {
    return pointwise(x().times(Pointwise.inputFor(1, other)), other);
  }

  public Value mul(double other) {
    return pointwise(x().times(other));
  }

  public Value div(Value other) {
    return pointwise(x().over(Pointwise.inputFor(1, other)), other);
  }

  public Value div(double other) {
    return pointwise(x().over(other));
  }

  public Value neg() {
    return pointwise(x().negate());
  }

  public Value square() {
    return pointwise(x().square());
  }

  public Value sqrt() {
    return pointwise(x().sqrt());
  }

  public Value exp() {
    return pointwise(x().exp());
  }

  public Value log() {
    return pointwise(x().log());
  }

  /** The integers as floating-point numbers. */
  public Value toFloat() {
    return dtype() == DType.INT32 ? pointwise(x().toFloat()) : this;
  }

  /** A function of one argument, element by element. */
  public Value map(ScalarFunction function) {
    return pointwise(function.of(x()));
  }

  /**
   * An expression, element by element, of this value (input 0) and the others (inputs 1, 2, ...),
   * broadcast together.
   */
  public Value pointwise(Expr expression, Value... others) {
    return Pointwise.apply(expression, this, others);
  }

  private Expr x() {
    return Pointwise.inputFor(0, this);
  }

  /** The matrix product [..., M, K] x [..., K, N] -> [..., M, N]; batch dimensions broadcast. */
  public Value matmul(Value other) {
    return matmul(other, false, false);
  }

  /** The matrix product with either operand's last two axes exchanged first. */
  public Value matmul(Value other, boolean transposeThis, boolean transposeOther) {
    return graph().apply(new MatMul(transposeThis, transposeOther), this, other);
  }

  /** The sum over the given axes, all of them if none is given. The axes disappear. */
  public Value sum(int... axes) {
    return reduce(Reduce.Kind.SUM, false, axes);
  }

  /** The sum of the squares over the given axes, all of them if none is given: the squared norm. */
  public Value sumOfSquares(int... axes) {
    return reduce(Reduce.Kind.SUM_OF_SQUARES, false, axes);
  }

  /** The mean over the given axes, all of them if none is given. The axes disappear. */
  public Value mean(int... axes) {
    return reduce(Reduce.Kind.MEAN, false, axes);
  }

  /** The maximum over the given axes, all of them if none is given. The axes disappear. */
  public Value max(int... axes) {
    return reduce(Reduce.Kind.MAX, false, axes);
  }

  /** A reduction over the given axes, all if none is given; keepDims leaves them as size 1. */
  public Value reduce(Reduce.Kind kind, boolean keepDims, int... axes) {
    return built("reduce", () -> Reduce.over(kind, shape(), keepDims, axes));
  }

  /**
   * The sum over broadcast axes that brings this value back to a shape that broadcasts to its own.
   */
  public Value sumTo(Shape target) {
    return Reduce.sumTo(this, target);
  }

  /**
   * The index (INT32) of the first maximum along an axis, which disappears. NaN counts as largest.
   */
  public Value argMax(int axis) {
    return built("argmax", () -> new ArgMax(shape().axis(axis)));
  }

  /**
   * The same elements in row-major order under another shape; one dimension may be -1, inferred.
   */
  public Value reshape(int... dims) {
    return reshape(graph().located("reshape", () -> Reshape.infer(shape(), dims)));
  }

  public Value reshape(Shape shape) {
    return shape.equals(shape()) ? this : graph().apply(new Reshape(shape), this);
  }

  public Value broadcastTo(Shape shape) {
    return shape.equals(shape()) ? this : graph().apply(new Broadcast(shape), this);
  }

  /** The axes in another order: axis i of the result is axis {@code permutation[i]} of this. */
  public Value transpose(int... permutation) {
    return built("transpose", () -> Transpose.of(permutation));
  }

  /** The elements from {@code from} (inclusive) to {@code to} (exclusive) along one axis. */
  public Value slice(int axis, int from, int to) {
    return built("slice", () -> Slice.along(shape(), axis, from, to));
  }

  /** The same tensor with {@code before} and {@code after} zeros added along one axis. */
  public Value pad(int axis, int before, int after) {
    return built("pad", () -> Pad.along(shape(), axis, before, after));
  }

  /** The rows (entries along axis 0) that INT32 indices select: shape indices + shape[1:]. */
  public Value gather(Value indices) {
    return graph().apply(new Gather(0), this, indices);
  }

  /**
   * The adjoint of gather along axis 0: a tensor of {@code rows} rows, each the sum of those
   * addressed to it.
   */
  public Value scatterAdd(Value indices, int rows) {
    return graph().apply(new ScatterAdd(0, rows), this, indices);
  }

  /**
   * The sum of the rows that each bag of INT32 indices [..., L] selects: shape [...] + shape[1:],
   * without the rows in between.
   */
  public Value gatherSum(Value indices) {
    return graph().apply(new GatherSum(), this, indices);
  }

  /**
   * The adjoint of {@link #gatherSum}: a tensor of {@code rows} rows; this [..., a] is added to
   * those that its bag of INT32 indices [..., L] names.
   */
  public Value scatterAddBags(Value indices, int rows) {
    return graph().apply(new ScatterAddBags(rows), this, indices);
  }

  /**
   * The convolution of this [N, C, spatial...] with a weight [K, C/groups, kernel...]: [N, K,
   * outputs...] ({@link Convolution}).
   */
  public Value convolution(Value weight, Window window, int groups) {
    return built("convolution", () -> new Convolution(window, groups), weight);
  }

  /** The largest element of every window of this [N, C, spatial...] ({@link MaxPool}). */
  public Value maxPool(List<Integer> kernel, Window window) {
    Op op = graph().located("max_pool", () -> new MaxPool(kernel, window));
    return graph().apply(op, List.of(this)).output(0);
  }

  /** The mean of every window of this [N, C, spatial...] ({@link AveragePool}). */
  public Value averagePool(List<Integer> kernel, Window window, boolean countsPadding) {
    return built("average_pool", () -> new AveragePool(kernel, window, countsPadding));
  }

  public Value softmax(int axis) {
    return built("softmax", () -> new Softmax(shape().axis(axis)));
  }

  public Value logSoftmax(int axis) {
    return built("log_softmax", () -> new LogSoftmax(shape().axis(axis)));
  }

  /** The same value, through which no gradient flows. */
  public Value stopGradient() {
    return graph().apply(new StopGradient(), this);
  }

  /**
   * Applies an operation to this value; axes and sizes that don't fit are refused with the scope.
   */
  private Value built(String name, Supplier<Op> op) {
    return graph().apply(graph().located(name, op), this);
  }

  private Value built(String name, Supplier<Op> op, Value other) {
    return graph().apply(graph().located(name, op), this, other);
  }

  /** Node and output number, such as {@code %12} or {@code %12.1}. */
  @Override
  public String toString() {
    return "%" + node.id() + (index == 0 ? "" : "." + index);
  }
}
