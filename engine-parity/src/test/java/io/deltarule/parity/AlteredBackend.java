package io.deltarule.parity;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.Operands;
import io.deltarule.op.Op;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The reference backend under another name, for tests that alter a part of it. */
public class AlteredBackend implements Backend {
  private final Backend reference = new ReferenceBackend();
  private final KernelFactory kernels =
      (KernelFactory)
          Proxy.newProxyInstance(
              KernelFactory.class.getClassLoader(),
              new Class<?>[] {KernelFactory.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("create")) {
                  return kernel((Op) arguments[0], (Operands) arguments[1]);
                }
                try {
                  return method.invoke(reference.kernels(), arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });

  /** For tests and their subclasses. */
  public AlteredBackend() {}

  /** Makes a kernel: the reference's, unless overridden. */
  protected Kernel kernel(Op op, Operands operands) {
    return reference.kernels().create(op, operands);
  }

  @Override
  public String name() {
    return "altered";
  }

  @Override
  public String description() {
    return "for a test";
  }

  @Override
  public DType storage(DType dtype) {
    return reference.storage(dtype);
  }

  @Override
  public Memory allocate(DType dtype, long elements) {
    return reference.allocate(dtype, elements);
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  @Override
  public void close() {
    reference.close();
  }
}
