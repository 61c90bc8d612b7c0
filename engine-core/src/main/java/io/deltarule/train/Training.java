package io.deltarule.train;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Memory;
import io.deltarule.backend.Port;
import io.deltarule.backend.State;
import io.deltarule.diagnose.NonFiniteTracer;
import io.deltarule.graph.Computation;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Variable;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.loss.Loss;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.OptimizerState;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.TrainingStep.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * A model that is being trained on an engine. It owns the parameters, the optimizer's slots and the
 * control block, and compiles steps for any batch size over them:
 *
 * <pre>{@code
 * try (Engine engine = Engine.open("auto");
 *     Training training = Training.of(engine, model)
 *         .features(Shape.of(784)).labels().loss(loss).optimizer(optimizer).build()) {
 *   TrainingStep step = training.step(64);
 *   step.features().write(images, 0);
 *   step.targets().write(labels, 0);
 *   step.run(1e-3);
 *   float loss = step.loss();
 *   training.save(Path.of("model.safetensors"));
 * }
 * }</pre>
 *
 * <p>Used by one thread at a time, like its engine.
 */
public final class Training implements AutoCloseable {
  /** Initial values on their way to the device, at a time. */
  private static final int PIECE = 1 << 16;

  private final Engine engine;
  private final Problem problem;
  private final ParameterLayout layout;
  private final ParameterLayout buffers;
  private final OptimizerState optimizerState;
  private final State state;
  private final ControlBlock control;
  private final Variable accumulator;
  private final MicroBatches microBatches;
  private final Map<Integer, TrainingStep> steps = new HashMap<>();
  private final Map<Integer, Evaluation> evaluations = new HashMap<>();
  private final Map<Integer, Inference> inferences = new HashMap<>();
  private final Map<String, Executable> executables = new LinkedHashMap<>();
  private final Set<Variable> initializedSlots = new HashSet<>();
  private boolean closed;

  private Training(Engine engine, Problem problem, long seed) {
    this.engine = engine;
    this.problem = problem;
    this.layout = ParameterLayout.of(problem.model(), problem.decays());
    this.buffers = ParameterLayout.ofBuffers(problem.model());
    this.optimizerState = new OptimizerState(layout.size());
    this.accumulator =
        new Variable("gradient.accumulator", TensorType.float32(layout.size()), Variable.Role.SLOT);
    this.state = engine.newState();
    this.control = new ControlBlock(state, seed);
    this.microBatches = new MicroBatches(problem.microBatches());
    initialize(layout, seed);
    if (buffers.size() > 0) {
      initialize(buffers, seed);
    }
  }

  /** One parameter after the other; what lies between them is zero. */
  private void initialize(ParameterLayout region, long seed) {
    state.add(List.of(region.variable()));
    Memory memory = state.memory(region.variable());
    float[] piece = new float[Math.min(PIECE, region.size())];
    for (ParameterLayout.Entry entry : region.entries()) {
      DoubleSupplier values = entry.initialValues(seed);
      int count;
      for (int from = entry.offset(); from < entry.end(); from += count) {
        count = Math.min(piece.length, entry.end() - from);
        for (int i = 0; i < count; i++) {
          piece[i] = (float) values.getAsDouble();
        }
        memory.write(from, piece, 0, count);
      }
    }
  }

  /** Begins the description of a training. */
  public static Builder of(Engine engine, Layer model) {
    return new Builder(engine, model);
  }

  /** The description of a training. */
  public static final class Builder {
    private final Engine engine;
    private final Layer model;
    private TensorType features;
    private TensorType target;
    private Loss loss;
    private Optimizer optimizer;
    private BiPredicate<String, Parameter> decays = (name, parameter) -> parameter.decays();
    private long seed;
    private int microBatches = 1;

    private Builder(Engine engine, Layer model) {
      this.engine = Objects.requireNonNull(engine, "engine");
      this.model = Objects.requireNonNull(model, "model");
    }

    /** The shape of one sample's FLOAT32 features, without the batch dimension. */
    public Builder features(Shape sample) {
      features = new TensorType(DType.FLOAT32, sample);
      return this;
    }

    /** The shape of one sample's INT32 features, such as token indices. */
    public Builder indices(Shape sample) {
      features = new TensorType(DType.INT32, sample);
      return this;
    }

    /** The target is one INT32 class label a sample. */
    public Builder labels() {
      target = TensorType.int32();
      return this;
    }

    /** The target of a sample is INT32 class labels of a shape, such as one a position. */
    public Builder labels(Shape sample) {
      target = new TensorType(DType.INT32, sample);
      return this;
    }

    /** The target of a sample is FLOAT32 values of a shape, without the batch dimension. */
    public Builder targets(Shape sample) {
      target = new TensorType(DType.FLOAT32, sample);
      return this;
    }

    /** The loss; it must give one number. */
    public Builder loss(Loss value) {
      loss = value;
      return this;
    }

    public Builder optimizer(Optimizer value) {
      optimizer = value;
      return this;
    }

    /**
     * Chooses by name the parameters that the optimizer's weight decay applies to. If not given,
     * they are those that {@link Parameter#decays} says: not biases, nor scales of normalisations.
     */
    public Builder decaying(BiPredicate<String, Parameter> chosen) {
      decays = Objects.requireNonNull(chosen, "chosen");
      return this;
    }

    /** The seed of initial weights and random draws; 0 if not given. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** The number of batches whose gradients are averaged for one update; 1 if not given. */
    public Builder accumulate(int batches) {
      if (batches < 1) {
        throw new IllegalArgumentException(
            "training: accumulate needs 1 batch or more, got " + batches);
      }
      microBatches = batches;
      return this;
    }

    /**
     * Makes the training: allocates and initialises the parameters.
     *
     * @throws IllegalStateException if features, target, loss or optimizer is missing
     */
    public Training build() {
      require(features, "features(shape)");
      require(target, "labels() or targets(shape)");
      require(loss, "loss(...)");
      require(optimizer, "optimizer(...)");
      Problem problem = new Problem(model, features, target, loss, optimizer, decays, microBatches);
      return new Training(engine, problem, seed);
    }

    private static void require(Object part, String call) {
      if (part == null) {
        throw new IllegalStateException("training: say " + call + " before build()");
      }
    }
  }

  /**
   * The training step for a batch size, compiled at the first call.
   *
   * @throws IllegalArgumentException if the model or the loss does not fit the shapes, naming the
   *     layer
   */
  public TrainingStep step(int batch) {
    requireBatch(batch);
    return steps.computeIfAbsent(batch, this::compileStep);
  }

  private TrainingStep compileStep(int batch) {
    if (problem.microBatches() == 1) {
      Phase whole = phase("step", batch, graph -> graph.trainingStep(optimizerState));
      return new TrainingStep(batch, whole, whole, microBatches, control);
    }
    Phase accumulate = phase("accumulate", batch, graph -> graph.accumulatingStep(accumulator));
    Phase apply = phase("apply", batch, graph -> graph.applyingStep(accumulator, optimizerState));
    return new TrainingStep(batch, accumulate, apply, microBatches, control);
  }

  private Phase phase(String name, int batch, Function<StepGraph, Computation> source) {
    StepGraph graph = graph(batch);
    Executable executable = compile(name + batch, source.apply(graph));
    return new Phase(executable, targets(executable, graph), () -> source.apply(graph(batch)));
  }

  /** The input for targets, if any are used, which refuses labels that the loss doesn't take. */
  private static Optional<Port> targets(Executable executable, StepGraph graph) {
    if (!executable.plan().inputs().containsKey(StepGraph.TARGETS)) {
      return Optional.empty();
    }
    Port targets = executable.input(StepGraph.TARGETS);
    return Optional.of(
        graph.labels().map(range -> targets.guardedBy(range::check)).orElse(targets));
  }

  /**
   * Looks for the first operation that gave NaN or an infinity in the last run of a step: runs it
   * again on the same batch, one operation at a time, as the graph was before the compiler fused
   * operations; if rounding hides the fault there, as it was compiled. Parameters and all other
   * state are afterwards what they were before.
   *
   * @return what was found, or empty if every operation by itself gave finite numbers
   */
  public Optional<NonFiniteTracer.Finding> trace(TrainingStep step) {
    return StepTrace.of(engine, state, step);
  }

  /** Forward pass and loss in evaluation mode for a batch size, compiled at the first call. */
  public Evaluation evaluation(int batch) {
    requireBatch(batch);
    return evaluations.computeIfAbsent(batch, this::compileEvaluation);
  }

  private Evaluation compileEvaluation(int batch) {
    StepGraph graph = graph(batch);
    Executable executable = compile("evaluation" + batch, graph.evaluation());
    return new Evaluation(batch, executable, targets(executable, graph));
  }

  /** Forward pass in evaluation mode for a batch size, compiled at the first call. */
  public Inference inference(int batch) {
    requireBatch(batch);
    return inferences.computeIfAbsent(
        batch, b -> new Inference(compile("inference" + b, graph(b).inference())));
  }

  /** The whole step as a graph, before the compiler's passes. */
  public Computation stepComputation(int batch) {
    return graph(batch).trainingStep(optimizerState);
  }

  /**
   * Forward and backward without the update, as a graph before the compiler's passes: from {@code
   * features} and, if the loss uses them, {@code targets} to {@code loss} and, for every parameter
   * of the layout, {@code gradient.NAME} of its shape. It reads this training's {@link #state}.
   *
   * @param training whether layers act as in training (dropout draws) or as in evaluation
   */
  public Computation gradientComputation(int batch, boolean training) {
    requireBatch(batch);
    return graph(batch).gradients(training);
  }

  /**
   * The FLOAT32[] variable that a step reads its learning rate from. A {@link TrainingStep} writes
   * it; whoever runs {@link #stepComputation} otherwise writes it too.
   */
  public Variable learningRate() {
    return control.learningRate();
  }

  /** The variables of this training: parameters, buffers, slots, control block. */
  public State state() {
    return state;
  }

  private void requireBatch(int batch) {
    if (closed) {
      throw new IllegalStateException("this training is closed; build another one");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("training: a batch has 1 sample or more, got " + batch);
    }
  }

  private StepGraph graph(int batch) {
    return new StepGraph(problem, layout, buffers, control, batch);
  }

  private Executable compile(String name, Computation computation) {
    Executable executable = engine.compile(computation, state);
    executables.put(name, executable);
    initializeSlots();
    return executable;
  }

  /** Slots come into being with the first graph that uses them. */
  private void initializeSlots() {
    for (OptimizerState.Slot slot : optimizerState.slots()) {
      if (!initializedSlots.add(slot.variable())) {
        continue;
      }
      if (slot.copiesParameters()) {
        state.copy(layout.variable(), slot.variable());
      } else {
        state.fill(slot.variable(), slot.initial());
      }
    }
  }

  /** Where each parameter lies, by name. */
  public ParameterLayout layout() {
    return layout;
  }

  public Engine engine() {
    return engine;
  }

  /** The number of updates done. */
  public int updates() {
    return control.stepsDone();
  }

  /** The current values of all parameters, FLOAT32, by name in layout order. */
  public Map<String, Tensor> parameters() {
    return Weights.read(state, layout);
  }

  /**
   * Sets all parameters and leaves the buffers alone.
   *
   * @throws IllegalArgumentException if a name is missing or unknown or a shape differs; nothing is
   *     changed then
   */
  public void setParameters(Map<String, Tensor> values) {
    Weights.write(state, List.of(layout), List.of(buffers), values);
  }

  /**
   * The current values of all buffers, such as the running statistics of batch normalisation,
   * FLOAT32, by name in layout order.
   */
  public Map<String, Tensor> buffers() {
    return Weights.read(state, buffers);
  }

  /** Where each buffer lies, by name: a region of their own, which may be empty. */
  public ParameterLayout bufferLayout() {
    return buffers;
  }

  /** What a model file holds: {@link #parameters} and {@link #buffers}. */
  public Map<String, Tensor> weights() {
    Map<String, Tensor> weights = parameters();
    weights.putAll(buffers());
    return weights;
  }

  /**
   * Sets all parameters and buffers.
   *
   * @throws IllegalArgumentException if a name is missing or unknown or a shape differs; nothing is
   *     changed then
   */
  public void setWeights(Map<String, Tensor> values) {
    Weights.write(state, List.of(layout, buffers), List.of(), values);
  }

  /**
   * The current value of a slot of the optimizer, FLOAT32, by parameter name: for example {@code
   * ema}.
   */
  public Map<String, Tensor> slot(String name) {
    return Weights.read(state, layout, optimizerState.variable(name));
  }

  /** Saves parameters and buffers as safetensors, under their names and in PyTorch's shapes. */
  public void save(Path file) throws IOException {
    save(file, Map.of());
  }

  /** Saves parameters and buffers as safetensors with metadata of the program's own. */
  public void save(Path file, Map<String, String> metadata) throws IOException {
    Weights.save(file, weights(), metadata);
  }

  /**
   * Loads parameters and buffers from a safetensors file.
   *
   * @throws IOException if the file can't be read or is malformed
   * @throws IllegalArgumentException if names or shapes don't match this model; nothing is changed
   *     then
   */
  public void load(Path file) throws IOException {
    setWeights(Weights.load(file));
  }

  /** Frees parameters, slots and compiled steps; the engine stays open. */
  @Override
  public void close() {
    closed = true;
    executables.values().forEach(Executable::close);
    state.close();
  }
}
