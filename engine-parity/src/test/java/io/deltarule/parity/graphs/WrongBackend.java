package io.deltarule.parity.graphs;

import io.deltarule.backend.Backend;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.Operands;
import io.deltarule.op.Op;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The reference with one fault. */
final class WrongBackend implements Backend {
  private final ReferenceBackend right = new ReferenceBackend();
  private final KernelFactory kernels;

  WrongBackend(PlantedFault fault) {
    // What makes a kernel is given an operation and its operands, but for copy.
    kernels =
        (KernelFactory)
            Proxy.newProxyInstance(
                KernelFactory.class.getClassLoader(),
                new Class<?>[] {KernelFactory.class},
                (proxy, method, arguments) -> {
                  if (arguments.length == 2) {
                    return fault.create(
                        right.kernels(), (Op) arguments[0], (Operands) arguments[1]);
                  }
                  try {
                    return method.invoke(right.kernels(), arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  @Override
  public String name() {
    return "wrong";
  }

  @Override
  public String description() {
    return "the reference with a planted fault";
  }

  @Override
  public DType storage(DType dtype) {
    return right.storage(dtype);
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
  public void close() {
    right.close();
  }
}
