package io.deltarule.cli;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.Check;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Memory;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.backend.Selection;
import io.deltarule.op.MatMul;
import io.deltarule.tensor.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The CPU backend with one fault: the product of the second layer of recipe spiral is wrong at
 * element {@value #ELEMENT}, from the second run on.
 */
public final class FaultyProvider implements BackendProvider {
  static final int ELEMENT = 37;
  static final float ERROR = 1e-3f;

  /** Made by {@code ServiceLoader}. */
  public FaultyProvider() {}

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public int preference() {
    return -2;
  }

  @Override
  public List<Check> check(BackendOptions options) {
    return List.of(Check.passed("fault", "it has one"));
  }

  @Override
  public Backend open(BackendOptions options) {
    Backend sound = Selection.of("cpu", options).provider().open(options);
    return proxy(
        Backend.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "name" -> name();
              case "kernels" -> kernels(sound.kernels());
              default -> invoke(method, sound, arguments);
            });
  }

  private static KernelFactory kernels(KernelFactory sound) {
    return proxy(
        KernelFactory.class,
        (method, arguments) -> {
          Object result = invoke(method, sound, arguments);
          return result instanceof Kernel kernel
                  && arguments[0] instanceof MatMul
                  && isSecond((Operands) arguments[1])
              ? new Spoilt(kernel, ((Operands) arguments[1]).output())
              : result;
        });
  }

  private static boolean isSecond(Operands operands) {
    return operands.label().equals("matmul in '2'")
        && operands.input(1).type().shape().equals(Shape.of(32, 32));
  }

  /** A kernel whose result is spoilt afterwards. */
  private static final class Spoilt implements Kernel {
    private final Kernel sound;
    private final Operand output;
    private int runs;

    Spoilt(Kernel sound, Operand output) {
      this.sound = sound;
      this.output = output;
    }

    @Override
    public void run() {
      sound.run();
      if (runs++ > 0) {
        Memory memory = output.memory();
        float[] value = new float[1];
        memory.read(output.offset() + ELEMENT, value, 0, 1);
        value[0] += ERROR;
        memory.write(output.offset() + ELEMENT, value, 0, 1);
      }
    }

    @Override
    public void close() {
      sound.close();
    }
  }

  private interface Call {
    Object on(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.on(method, arguments)));
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(method.getName() + " failed", e.getCause());
    }
  }
}
