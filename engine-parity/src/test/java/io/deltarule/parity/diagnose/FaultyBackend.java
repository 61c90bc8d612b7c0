package io.deltarule.parity.diagnose;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.Operands;
import io.deltarule.op.Op;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.plan.PlanOptions;
import io.deltarule.tensor.DType;
import java.lang.reflect.Proxy;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** The reference, but for some operations whose results are spoilt. */
final class FaultyBackend implements Backend {
  private final ReferenceBackend sound = new ReferenceBackend();
  private final BiPredicate<Op, Operands> which;
  private final Consumer<Operands> spoil;
  private final PlanOptions options;

  FaultyBackend(BiPredicate<Op, Operands> which, Consumer<Operands> spoil, PlanOptions options) {
    this.which = which;
    this.spoil = spoil;
    this.options = options;
  }

  /** Adds to one element of the first output. */
  static Consumer<Operands> adding(double error, int element) {
    return operands -> {
      Memory memory = operands.output().memory();
      long at = operands.output().offset() + element;
      double[] value = new double[1];
      memory.read(at, value, 0, 1);
      value[0] += error;
      memory.write(at, value, 0, 1);
    };
  }

  @Override
  public KernelFactory kernels() {
    return (KernelFactory)
        Proxy.newProxyInstance(
            KernelFactory.class.getClassLoader(),
            new Class<?>[] {KernelFactory.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("create")) {
                return method.invoke(sound.kernels(), arguments);
              }
              Op op = (Op) arguments[0];
              Operands operands = (Operands) arguments[1];
              Kernel kernel = sound.kernels().create(op, operands);
              return which.test(op, operands) ? spoilt(kernel, operands) : kernel;
            });
  }

  private Kernel spoilt(Kernel kernel, Operands operands) {
    return () -> {
      kernel.run();
      spoil.accept(operands);
    };
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public String description() {
    return "spoils some results";
  }

  @Override
  public DType storage(DType dtype) {
    return sound.storage(dtype);
  }

  @Override
  public PlanOptions planOptions() {
    return options;
  }

  @Override
  public Memory allocate(DType dtype, long elements) {
    return sound.allocate(dtype, elements);
  }

  @Override
  public void close() {
    sound.close();
  }
}
