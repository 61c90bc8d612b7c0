package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.OnDevice;
import io.deltarule.cuda.library.CudaLibraries;
import io.deltarule.cuda.nvrtc.KernelCache;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.graph.TensorType;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A context on the device, and kernels to launch on it. */
@OnDevice
abstract class DeviceTest {
  static final KernelSource SOURCE =
      new KernelSource(
          "test.cu",
          """
          extern "C" __global__ void add(float* x, float by, int n) {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i < n) x[i] += by;
          }
          extern "C" __global__ void axpy(float* y, const float* x, const float* a, int n) {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i < n) y[i] = *a * x[i] + y[i];
          }
          extern "C" __global__ void beyond(float* x, int n) {
            x[n + 1000000000LL * (blockIdx.x + 1)] = 1.0f;
          }
          extern "C" __global__ void kinds(long long* out, int a, long long b,
              unsigned long long c, float d, const float* e) {
            out[0] = a; out[1] = b; out[2] = (long long) c; out[3] = (long long) (d * 8.0f);
            out[4] = e == nullptr;
          }
          """,
          List.of("--fmad=false"),
          List.of("add", "axpy", "beyond", "kinds"));

  @TempDir Path cache;

  CudaContext context;
  KernelCompiler compiler;

  @BeforeEach
  void open() {
    assertThat(CudaLibraries.ofThisProcess().areLoaded()).as("libraries are loaded").isTrue();
    context = new CudaContext(0, false);
    compiler = new KernelCompiler(context, new KernelCache(cache));
  }

  @AfterEach
  void close() {
    compiler.close();
    context.close();
  }

  CudaFunction function(String name) {
    return compiler.compile(SOURCE).function(name);
  }

  CudaMemory floats(float... values) {
    CudaMemory memory = context.allocate(DType.FLOAT32, values.length);
    memory.write(0, values, 0, values.length);
    return memory;
  }

  static float[] read(CudaMemory memory) {
    float[] values = new float[(int) memory.size()];
    memory.read(0, values, 0, values.length);
    return values;
  }

  /** A launch of {@code add} over all of a memory. */
  Launch add(CudaMemory memory, float by) {
    Arguments arguments = new Arguments().pointer(memory, 0).float32(by).int32(memory.size());
    Geometry geometry = Geometry.forElements(memory.size(), 128, Integer.MAX_VALUE);
    return new Launch(context, function("add"), geometry, arguments, what("add", memory));
  }

  static Operands what(String label, CudaMemory... memories) {
    List<Operand> operands =
        java.util.Arrays.stream(memories)
            .map(m -> new Operand(m, 0, new TensorType(m.dtype(), Shape.of((int) m.size()))))
            .toList();
    return new Operands(label, operands, operands);
  }
}
