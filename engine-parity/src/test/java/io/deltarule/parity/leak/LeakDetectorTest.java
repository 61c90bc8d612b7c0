package io.deltarule.parity.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Memory;
import io.deltarule.backend.State;
import io.deltarule.parity.AlteredBackend;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.DType;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

class LeakDetectorTest {
  private static final OpCase SUM =
      OpCase.named("sum").input("x", Domain.uniform(-1, 1), 5).computes(in -> in.get("x").sum());

  private final LeakDetector leaks = new LeakDetector(Duration.ofMillis(200));
  private final ExtensionContext context = context("some test");
  private final CountDownLatch end = new CountDownLatch(1);

  private static ExtensionContext context(String name) {
    return (ExtensionContext)
        Proxy.newProxyInstance(
            ExtensionContext.class.getClassLoader(),
            new Class<?>[] {ExtensionContext.class},
            (proxy, method, arguments) -> method.getName().equals("getDisplayName") ? name : null);
  }

  @BeforeEach
  void begin() {
    leaks.beforeAll(context);
    leaks.beforeEach(context);
  }

  @AfterEach
  void endThreads() {
    end.countDown();
  }

  private Thread waiting(String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void passes() {
    assertThatCode(() -> leaks.afterEach(context)).doesNotThrowAnyException();
  }

  private void fails(String... words) {
    assertThatThrownBy(() -> leaks.afterEach(context))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("some test")
        .hasMessageContainingAll(words);
    assertThat(leaks.leaks()).isNotEmpty();
    passes();
  }

  @Test
  void tidyTestPasses() {
    try (Engine engine = leaks.engine(AlteredBackend::new);
        State state = engine.newState();
        Executable executable = engine.compile(SUM.computation(), state)) {
      assertThat(executable.run(Map.of("x", SUM.values(1).get("x")))).containsKey("y0");
    }
    passes();
    assertThat(leaks.leaks()).isEmpty();
  }

  @Test
  void memoryThatIsNotClosedIsFound() {
    try (Engine engine = leaks.engine(AlteredBackend::new)) {
      Memory memory = engine.backend().allocate(DType.FLOAT32, 37);
      assertThat(memory.size()).isEqualTo(37);
    }
    fails("memory of 37 FLOAT64", "altered", "for a test");
  }

  @Test
  void memoryThatABackendForgetsToCloseIsFoundThoughTheEngineIsShared() {
    Engine shared = leaks.engine(AlteredBackend::new);
    leaks.beforeEach(context);
    Memory memory = shared.backend().allocate(DType.INT32, 3);
    assertThat(memory.size()).isEqualTo(3);
    fails("memory of 3 INT32");
    shared.close();
  }

  @Test
  void executableThatIsNotClosedIsFoundWithItsKernels() {
    Engine shared = leaks.engine(AlteredBackend::new);
    leaks.beforeEach(context);
    State state = shared.newState();
    Executable executable = shared.compile(SUM.computation(), state);
    assertThat(executable.plan().steps()).isNotEmpty();
    fails(
        "2 states or executables",
        "kernel of reduce_sum",
        "sequence of 1 kernels (an executable)",
        "memory of");
    shared.close();
  }

  @Test
  void stateWithoutVariablesThatIsNotClosedIsFound() {
    Engine shared = leaks.engine(AlteredBackend::new);
    leaks.beforeEach(context);
    assertThat(shared.newState().variables()).isEmpty();
    fails("1 states or executables");
    shared.close();
  }

  @Test
  void engineThatIsNotClosedIsFound() {
    Engine forgotten = leaks.engine(AlteredBackend::new);
    fails("the engine on altered (for a test) itself");
    forgotten.close();
  }

  @Test
  void threadOfAClosedBackendIsFound() {
    leaks.engine(this::withThread).close();
    fails("thread 'planted-worker' of altered", "closed");
  }

  private Backend withThread() {
    waiting("planted-worker");
    return new AlteredBackend();
  }

  @Test
  void threadOfAnOpenSharedBackendIsNoLeakUntilItIsClosed() {
    Engine shared = leaks.engine(this::withThread);
    leaks.beforeEach(context);
    passes();
    shared.close();
    fails("thread 'planted-worker'");
  }

  @Test
  void threadThatEndsWithItsBackendIsNoLeak() {
    Engine engine = leaks.engine(this::withThread);
    end.countDown();
    engine.close();
    passes();
  }

  @Test
  void threadThatAKernelStartsIsFoundWithTheTestItWasFirstSeenAfter() {
    Engine shared = leaks.engine(AlteredBackend::new);
    leaks.beforeEach(context);
    waiting("planted-late");
    leaks.afterEach(context("the culprit"));
    shared.close();
    assertThatThrownBy(() -> leaks.afterAll(context))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("thread 'planted-late', first seen after the culprit");
  }

  @Test
  void sharedEngineThatIsNotClosedAfterTheLastTestIsFound() {
    Engine shared = leaks.engine(AlteredBackend::new);
    leaks.beforeEach(context);
    passes();
    assertThatThrownBy(() -> leaks.afterAll(context))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the engine on altered");
    shared.close();
  }
}
