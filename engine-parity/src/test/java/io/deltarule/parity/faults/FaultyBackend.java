package io.deltarule.parity.faults;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.Operands;
import io.deltarule.op.Op;
import io.deltarule.parity.BackendUnderTest;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.plan.PlanOptions;
import io.deltarule.tensor.DType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The reference backend with a fault in every kernel that can have it. */
final class FaultyBackend implements Backend {
  private final Backend right = new ReferenceBackend();
  private final KernelFactory kernels;

  private FaultyBackend(KernelFault fault, int threads, AtomicBoolean effect) {
    KernelFactory factory = right.kernels();
    // Kernels are made by create(), which calls the method for the operation.
    kernels =
        (KernelFactory)
            Proxy.newProxyInstance(
                KernelFactory.class.getClassLoader(),
                new Class<?>[] {KernelFactory.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("create")) {
                    return create(
                        fault,
                        (Op) arguments[0],
                        (Operands) arguments[1],
                        factory,
                        threads,
                        effect);
                  }
                  try {
                    return method.invoke(factory, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  /** A backend to test; it says by a flag whether the fault ever changed a result. */
  static BackendUnderTest with(KernelFault fault, AtomicBoolean effect) {
    return threads -> new FaultyBackend(fault, threads, effect);
  }

  private static Kernel create(
      KernelFault fault,
      Op op,
      Operands operands,
      KernelFactory factory,
      int threads,
      AtomicBoolean effect) {
    return fault.appliesTo(op, operands)
        ? fault
            .planter()
            .plant(new KernelFault.Site(op, operands, factory, threads, () -> effect.set(true)))
        : factory.create(op, operands);
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public String description() {
    return "reference with planted faults";
  }

  @Override
  public DType storage(DType dtype) {
    return right.storage(dtype);
  }

  @Override
  public PlanOptions planOptions() {
    return right.planOptions();
  }

  @Override
  public Memory allocate(DType dtype, long elements) {
    return right.allocate(dtype, elements);
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  @Override
  public Kernel sequence(List<Kernel> kernels) {
    return right.sequence(kernels);
  }

  @Override
  public void close() {
    right.close();
  }
}
