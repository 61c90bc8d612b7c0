package io.deltarule.parity.leak;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * A factory whose kernels are in a book until they are closed. The backend's own factory is called
 * with the memories that the backend itself made. It is a proxy, so that a new primitive is tracked
 * without a line here.
 */
final class TrackedKernels implements InvocationHandler {
  private final KernelFactory kernels;
  private final Book book;

  private TrackedKernels(KernelFactory kernels, Book book) {
    this.kernels = kernels;
    this.book = book;
  }

  static KernelFactory of(KernelFactory kernels, Book book) {
    return (KernelFactory)
        Proxy.newProxyInstance(
            KernelFactory.class.getClassLoader(),
            new Class<?>[] {KernelFactory.class},
            new TrackedKernels(kernels, book));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Object[] own = arguments == null ? new Object[0] : arguments.clone();
    String label = method.getName();
    for (int i = 0; i < own.length; i++) {
      if (own[i] instanceof Operands operands) {
        label = operands.label();
        own[i] = own(operands);
      }
    }
    Object result;
    try {
      result = method.invoke(kernels, own);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    return result instanceof Kernel kernel
        ? new TrackedKernel(kernel, "kernel of " + label, book)
        : result;
  }

  private static Operands own(Operands operands) {
    return new Operands(operands.label(), own(operands.inputs()), own(operands.outputs()));
  }

  private static List<Operand> own(List<Operand> operands) {
    return operands.stream()
        .map(
            operand ->
                operand.memory() instanceof TrackedMemory tracked
                    ? new Operand(tracked.memory(), operand.offset(), operand.type())
                    : operand)
        .toList();
  }
}
