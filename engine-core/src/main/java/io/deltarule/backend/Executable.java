package io.deltarule.backend;

import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Region;
import io.deltarule.plan.Step;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A plan loaded on a backend: memory allocated, kernels bound. Write its inputs, run it, read its
 * outputs; running allocates nothing. It works on a {@link State}, which it does not own.
 */
public final class Executable implements AutoCloseable {
  private final Plan plan;
  private final State state;
  private final Consumer<AutoCloseable> onClose;
  private final Map<Region, Memory> memories = new LinkedHashMap<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final Map<String, Port> inputs = new HashMap<>();
  private final Map<String, Port> outputs = new HashMap<>();
  private Kernel sequence;
  private boolean closed;

  /**
   * Loads a plan.
   *
   * @param onClose told when this closes
   */
  Executable(Backend backend, Plan plan, State state, Consumer<AutoCloseable> onClose) {
    this.onClose = onClose;
    this.plan = plan;
    this.state = state;
    MemoryDemand.of(plan, state, backend).requireWithin(backend);
    state.add(plan.variables());
    try {
      plan.regionSizes()
          .forEach((region, size) -> memories.put(region, backend.allocate(region.dtype(), size)));
      for (Plan.Constant constant : plan.constants()) {
        Operand operand = operand(constant.location());
        operand.memory().write(operand.offset(), constant.value());
      }
      for (Step step : plan.steps()) {
        kernels.add(backend.kernels().create(step.op(), operands(step)));
      }
      sequence = backend.sequence(kernels);
    } catch (OutOfMemoryError e) {
      close();
      throw new NotEnoughMemoryException(
          "there is not enough memory for the kernels' own buffers ("
              + e.getMessage()
              + "); the"
              + " largest heap is "
              + Runtime.getRuntime().maxMemory()
              + " bytes. Use a smaller batch or a larger -Xmx",
          e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    plan.inputs()
        .forEach((name, at) -> inputs.put(name, new Port(name, operand(at), this::requireOpen)));
    plan.outputs()
        .forEach((name, at) -> outputs.put(name, new Port(name, operand(at), this::requireOpen)));
  }

  public Plan plan() {
    return plan;
  }

  public State state() {
    return state;
  }

  /**
   * The input of a name.
   *
   * @throws IllegalArgumentException if there is none, listing those there are
   */
  public Port input(String name) {
    return port("input", inputs, name);
  }

  /**
   * The output of a name.
   *
   * @throws IllegalArgumentException if there is none, listing those there are
   */
  public Port output(String name) {
    return port("output", outputs, name);
  }

  private static Port port(String kind, Map<String, Port> ports, String name) {
    Port port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException(
          "there is no " + kind + " '" + name + "'; this executable has " + ports.keySet());
    }
    return port;
  }

  /** Runs the step once: all operations, then all assignments. */
  public void run() {
    requireOpen();
    sequence.run();
  }

  /** Runs the step one operation at a time, telling the observer before and after each. */
  public void run(StepObserver observer) {
    for (int i = 0; i < plan.steps().size(); i++) {
      runOperation(i, observer);
    }
  }

  /**
   * Runs one operation of the plan, telling the observer before and after. All of them in order are
   * one run of the step; a program that holds two executables can run them in lockstep.
   *
   * @param index from 0 to the number of the plan's steps - 1
   */
  public void runOperation(int index, StepObserver observer) {
    requireOpen();
    Step step = plan.steps().get(index);
    Operands operands = operands(step);
    observer.before(index, step, operands);
    kernels.get(index).run();
    observer.after(index, step, operands);
  }

  /** Writes inputs, runs, and reads all outputs in the precision that the backend stores. */
  public Map<String, Tensor> run(Map<String, Tensor> values) {
    inputs.keySet().stream()
        .filter(name -> !values.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("input '" + name + "' is missing");
            });
    requireOpen();
    values.forEach((name, value) -> input(name).write(value));
    run();
    Map<String, Tensor> results = new LinkedHashMap<>();
    plan.outputs().keySet().forEach(name -> results.put(name, output(name).read()));
    return results;
  }

  private Operands operands(Step step) {
    return new Operands(
        step.describe(),
        step.inputs().stream().map(this::operand).toList(),
        step.outputs().stream().map(this::operand).toList());
  }

  private Operand operand(Location location) {
    return new Operand(memory(location.region()), location.offset(), location.type());
  }

  /** The memory of a region of the plan. */
  Memory memory(Region region) {
    return region instanceof Region.Held held
        ? state.memory(held.variable())
        : memories.get(region);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this executable is closed; compile its computation again");
    }
    state.requireOpen();
  }

  /** Frees kernels and memory; the state stays. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      // The sequence may hold the kernels, as a captured CUDA graph does; loading may fail before
      // it.
      if (sequence != null) {
        sequence.close();
      }
      kernels.forEach(Kernel::close);
      memories.values().forEach(Memory::close);
      memories.clear();
    }
  }
}
