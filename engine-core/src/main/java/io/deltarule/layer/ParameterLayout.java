package io.deltarule.layer;

import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.Concat;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Where each parameter, or each buffer, of a model lies in one flat FLOAT32 region [P]. The
 * optimizer is then one pass over the region, and the gradient norm one reduction.
 *
 * <p>The parameters that weight decay applies to come first, then the others: two {@link Group}s.
 * Every parameter begins at a multiple of {@value #ALIGNMENT} elements, which suits vector loads;
 * the gaps hold zeros and stay so.
 */
public final class ParameterLayout {
  /** Elements between possible starts: 16 float32 are one cache line. */
  public static final int ALIGNMENT = 16;

  /**
   * A named parameter in its place.
   *
   * @param name the dotted name, such as {@code encoder.0.weight}
   * @param offset the first element in the region
   */
  public record Entry(String name, Parameter parameter, int offset) {
    /** The number of elements. */
    public int size() {
      return (int) parameter.shape().elementCount();
    }

    /** One past the last element. */
    public int end() {
      return offset + size();
    }

    /** The first values, row-major, one by one; they depend on the seed and the name alone. */
    public DoubleSupplier initialValues(long seed) {
      return parameter.initializer().values(parameter.shape(), RandomStream.named(seed, name));
    }
  }

  /**
   * A contiguous part of the region whose parameters the optimizer treats alike.
   *
   * @param decays whether weight decay applies
   * @param from the first element
   * @param to one past the last element
   */
  public record Group(boolean decays, int from, int to) {
    /** The number of elements, gaps included. */
    public int size() {
      return to - from;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final Variable variable;

  private ParameterLayout(
      Map<String, Parameter> named,
      BiPredicate<String, Parameter> decays,
      String name,
      Variable.Role role) {
    int end = place(named, decays, true, 0);
    end = place(named, decays, false, end);
    variable = new Variable(name, TensorType.float32(end), role);
  }

  /**
   * The layout of a model's parameters. A parameter found at two places is placed once, under its
   * first name.
   *
   * @throws IllegalArgumentException if the parameters have more elements than an array can hold,
   *     or two of them one name
   */
  public static ParameterLayout of(Layer model) {
    return of(model, (name, parameter) -> parameter.decays());
  }

  /**
   * The layout of a model's parameters, with weight decay on those that a predicate takes by name.
   *
   * @throws IllegalArgumentException if the parameters have more elements than an array can hold
   */
  public static ParameterLayout of(Layer model, BiPredicate<String, Parameter> decays) {
    return new ParameterLayout(
        collect(model, Layer::parameters, true), decays, "parameters", Variable.Role.PARAMETER);
  }

  /**
   * The layout of a model's buffers, such as running statistics: a region of their own, in one
   * group without decay.
   *
   * @throws IllegalArgumentException if the buffers have more elements than an array can hold
   */
  public static ParameterLayout ofBuffers(Layer model) {
    return new ParameterLayout(
        collect(model, Layer::buffers, false),
        (name, buffer) -> false,
        "buffers",
        Variable.Role.BUFFER);
  }

  private static Map<String, Parameter> collect(
      Layer model, Function<Layer, Map<String, Parameter>> kind, boolean areTrained) {
    Map<String, Parameter> named = new LinkedHashMap<>();
    collect("", model, kind, named, Collections.newSetFromMap(new IdentityHashMap<>()));
    named.forEach(
        (name, parameter) -> {
          if (parameter.isTrained() != areTrained) {
            throw new IllegalArgumentException(
                "'"
                    + name
                    + "' is "
                    + (areTrained ? "a buffer, but among a layer's parameters()" : "trained")
                    + (areTrained ? "" : ", but among a layer's buffers()")
                    + "; return it from "
                    + (areTrained ? "buffers()" : "parameters()")
                    + " alone");
          }
        });
    return named;
  }

  private static void collect(
      String prefix,
      Layer layer,
      Function<Layer, Map<String, Parameter>> kind,
      Map<String, Parameter> named,
      Set<Parameter> seen) {
    kind.apply(layer)
        .forEach(
            (name, parameter) -> {
              if (seen.add(parameter) && named.putIfAbsent(prefix + name, parameter) != null) {
                throw new IllegalArgumentException(
                    "two parameters or buffers of the model have the name '"
                        + prefix
                        + name
                        + "'; give layers names without dots that differ");
              }
            });
    layer
        .children()
        .forEach((name, child) -> collect(prefix + name + ".", child, kind, named, seen));
  }

  private int place(
      Map<String, Parameter> named,
      BiPredicate<String, Parameter> decays,
      boolean decaying,
      int start) {
    int offset = start;
    for (Map.Entry<String, Parameter> e : named.entrySet()) {
      if (decays.test(e.getKey(), e.getValue()) == decaying) {
        entries.add(new Entry(e.getKey(), e.getValue(), offset));
        offset = aligned(offset + e.getValue().shape().elementCount());
      }
    }
    if (offset > start) {
      groups.add(new Group(decaying, start, offset));
    }
    return offset;
  }

  private static int aligned(long end) {
    long aligned = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (aligned > Integer.MAX_VALUE - ALIGNMENT) {
      throw new IllegalArgumentException(
          "the parameters have more than "
              + Integer.MAX_VALUE
              + " elements, which is what one flat region holds");
    }
    return (int) aligned;
  }

  /** The parameters in region order. */
  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** The non-empty groups in region order. */
  public List<Group> groups() {
    return Collections.unmodifiableList(groups);
  }

  /** The region's size in elements, gaps included. */
  public int size() {
    return variable.type().shape().dim(0);
  }

  /** The number of trained elements, gaps excluded. */
  public long parameterCount() {
    return entries.stream().mapToLong(Entry::size).sum();
  }

  /** The variable [P] that holds the region. */
  public Variable variable() {
    return variable;
  }

  /** The value of every parameter as a view of the region's value [P], in the scope of its name. */
  public Map<Parameter, Value> views(Value region) {
    IdentityHashMap<Parameter, Value> views = new IdentityHashMap<>();
    for (Entry entry : entries) {
      views.put(entry.parameter(), region.graph().scoped(entry.name(), () -> view(region, entry)));
    }
    return views;
  }

  private static Value view(Value region, Entry entry) {
    return region.slice(0, entry.offset(), entry.end()).reshape(entry.parameter().shape());
  }

  /**
   * Joins one value a parameter, such as its gradient, into a flat value [P], with zeros in the
   * gaps.
   *
   * @param values the values in the order of {@link #entries}, of the parameters' shapes
   */
  public Value flatten(Graph graph, List<Value> values) {
    List<Value> pieces = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      addGap(graph, pieces, entry.offset() - end);
      pieces.add(values.get(i).reshape(Shape.of(entry.size())));
      end = entry.end();
    }
    addGap(graph, pieces, size() - end);
    return pieces.size() == 1 ? pieces.get(0) : Concat.of(0, pieces);
  }

  private static void addGap(Graph graph, List<Value> pieces, int size) {
    if (size > 0) {
      pieces.add(graph.constant(Tensor.zeros(Shape.of(size), DType.FLOAT32)));
    }
  }
}
