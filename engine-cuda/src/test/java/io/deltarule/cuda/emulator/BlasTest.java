package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasDgemm;
import static jcuda.jcublas.JCublas2.cublasGemmEx;
import static jcuda.jcublas.JCublas2.cublasGemmEx_new;
import static jcuda.jcublas.JCublas2.cublasSaxpy;
import static jcuda.jcublas.JCublas2.cublasSdot;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetPointerMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;
import static jcuda.jcublas.JCublas2.cublasSgeam;
import static jcuda.jcublas.JCublas2.cublasSgemm;
import static jcuda.jcublas.JCublas2.cublasSgemmStridedBatched;
import static jcuda.jcublas.JCublas2.cublasSgemv;
import static jcuda.jcublas.JCublas2.cublasSscal;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.util.Random;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasPointerMode;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulated cuBLAS through JCublas2. */
@Tag("emulated-device")
class BlasTest {
  private static final int M = 5;
  private static final int N = 7;
  private static final int K = 130;
  private static final Pointer ONE = Pointer.to(new float[] {1});
  private static final Pointer ZERO = Pointer.to(new float[] {0});

  private final TestContext context = new TestContext();
  private final cublasHandle handle = new cublasHandle();
  private final CUstream stream = context.stream();

  @BeforeEach
  void create() {
    succeed(cublasCreate(handle));
    succeed(cublasSetStream(handle, new cudaStream_t(stream)));
  }

  @AfterEach
  void destroy() {
    succeed(cublasDestroy(handle));
    assertThat(EmulatedDevice.counter("cublas_handles")).isZero();
    context.close();
  }

  private static void succeed(int status) {
    assertThat(cublasStatus.stringFor(status)).isEqualTo("CUBLAS_STATUS_SUCCESS");
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  /** Row-major (rows, columns) of op(A) op(B), summed in order of k in float. */
  private static float[] product(float[] a, boolean turnA, float[] b, boolean turnB) {
    float[] c = new float[M * N];
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        float sum = 0;
        for (int l = 0; l < K; l++) {
          float left = turnA ? a[l * M + i] : a[i * K + l];
          float right = turnB ? b[j * K + l] : b[l * N + j];
          sum += left * right;
        }
        c[i * N + j] = sum;
      }
    }
    return c;
  }

  /** A row-major product: the column-major one of the operands swapped. */
  private int rowMajor(boolean turnA, boolean turnB, Pointer a, Pointer b, Pointer c) {
    return cublasSgemm(
        handle,
        turnB ? 1 : 0,
        turnA ? 1 : 0,
        N,
        M,
        K,
        ONE,
        b,
        turnB ? K : N,
        a,
        turnA ? M : K,
        ZERO,
        c,
        N);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void rowMajorProductsByTheSwapInAllTranspositions(boolean turnA, boolean turnB) {
    float[] a = random(M * K, 1);
    float[] b = random(K * N, 2);
    CUdeviceptr c = context.allocate(M * N);
    succeed(rowMajor(turnA, turnB, context.upload(a), context.upload(b), c));
    check(cuStreamSynchronize(stream));

    assertThat(context.download(c, M * N)).containsExactly(product(a, turnA, b, turnB));
  }

  @Test
  void productsRunLateInTheirStream() {
    CUdeviceptr c = context.upload(new float[M * N]);
    succeed(
        rowMajor(
            false, false, context.upload(random(M * K, 1)), context.upload(random(K * N, 2)), c));

    assertThat(context.download(c, M * N)).containsOnly(0);
    check(cuStreamSynchronize(stream));
    assertThat(context.download(c, M * N)).doesNotContain(0, Float.NaN);
  }

  @Test
  void betaAddsAndZeroBetaDoesNotReadTheFreshNaN() {
    CUdeviceptr a = context.upload(2);
    CUdeviceptr b = context.upload(3);
    CUdeviceptr c = context.allocate(1);
    succeed(cublasSgemm(handle, 0, 0, 1, 1, 1, ONE, a, 1, b, 1, ZERO, c, 1));
    Pointer half = Pointer.to(new float[] {0.5f});
    succeed(cublasSgemm(handle, 0, 0, 1, 1, 1, ONE, a, 1, b, 1, half, c, 1));
    check(cuStreamSynchronize(stream));

    assertThat(context.download(c, 1)).containsExactly(9);
  }

  @Test
  void tf32RoundsTheInputsAndStrictMathDoesNot() {
    // 1 + 2^-12 has more than TF32's 10 bits of mantissa; 1 + 2^-11 lies half way, away from zero.
    CUdeviceptr a = context.upload(1 + 0x1p-12f, 1 + 0x1p-11f);
    CUdeviceptr b = context.upload(1);
    CUdeviceptr c = context.allocate(2);
    succeed(cublasSgemm(handle, 0, 0, 2, 1, 1, ONE, a, 2, b, 1, ZERO, c, 2));
    check(cuStreamSynchronize(stream));
    assertThat(context.download(c, 2)).containsExactly(1 + 0x1p-12f, 1 + 0x1p-11f);

    succeed(cublasSetMathMode(handle, cublasMath.CUBLAS_TF32_TENSOR_OP_MATH));
    succeed(cublasSgemm(handle, 0, 0, 2, 1, 1, ONE, a, 2, b, 1, ZERO, c, 2));
    check(cuStreamSynchronize(stream));
    assertThat(context.download(c, 2)).containsExactly(1, 1 + 0x1p-10f);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void bfloat16InputsGiveFloatSums(boolean oldComputeType) {
    // 1.5 and 1.25 as bfloat16, two to a float's place.
    CUdeviceptr a = context.upload(Float.intBitsToFloat(0x3FA0_3FC0));
    CUdeviceptr b = context.upload(Float.intBitsToFloat(0x3FA0_3FC0));
    CUdeviceptr c = context.allocate(1);
    int bf16 = cudaDataType.CUDA_R_16BF;
    int f32 = cudaDataType.CUDA_R_32F;
    if (oldComputeType) {
      succeed(
          cublasGemmEx(
              handle, 1, 0, 1, 1, 2, ONE, a, bf16, 2, b, bf16, 2, ZERO, c, f32, 1, f32, -1));
    } else {
      int compute = cublasComputeType.CUBLAS_COMPUTE_32F;
      succeed(
          cublasGemmEx_new(
              handle, 1, 0, 1, 1, 2, ONE, a, bf16, 2, b, bf16, 2, ZERO, c, f32, 1, compute, -1));
    }
    check(cuStreamSynchronize(stream));

    assertThat(context.download(c, 1)).containsExactly(1.5f * 1.5f + 1.25f * 1.25f);
  }

  @Test
  void halfOutputsAreRounded() {
    // (1 + 2^-10) squared needs 20 bits of mantissa.
    int half = cudaDataType.CUDA_R_16F;
    CUdeviceptr a = context.upload(Float.intBitsToFloat(0x3C01));
    CUdeviceptr c = context.upload(0);
    succeed(
        cublasGemmEx_new(
            handle,
            0,
            0,
            1,
            1,
            1,
            ONE,
            a,
            half,
            1,
            a,
            half,
            1,
            ZERO,
            c,
            half,
            1,
            cublasComputeType.CUBLAS_COMPUTE_32F,
            -1));
    check(cuStreamSynchronize(stream));

    assertThat(Float.floatToRawIntBits(context.download(c, 1)[0])).isEqualTo(0x3C02);
  }

  @Test
  void stridedBatchesAreProductsOfTheirOwn() {
    CUdeviceptr a = context.upload(1, 2, 3, 4, 5, 6, 7, 8);
    CUdeviceptr b = context.upload(1, 0, 0, 1, 2, 0, 0, 2);
    CUdeviceptr c = context.allocate(8);
    succeed(
        cublasSgemmStridedBatched(handle, 0, 0, 2, 2, 2, ONE, a, 2, 4, b, 2, 4, ZERO, c, 2, 4, 2));
    check(cuStreamSynchronize(stream));

    assertThat(context.download(c, 8)).containsExactly(1, 2, 3, 4, 10, 12, 14, 16);
  }

  @Test
  void scalarsAreReadFromTheDeviceInDeviceMode() {
    CUdeviceptr scalars = context.upload(2, 0);
    CUdeviceptr a = context.upload(3);
    CUdeviceptr c = context.allocate(1);
    succeed(cublasSetPointerMode(handle, cublasPointerMode.CUBLAS_POINTER_MODE_DEVICE));
    succeed(
        cublasSgemm(handle, 0, 0, 1, 1, 1, scalars, a, 1, a, 1, scalars.withByteOffset(4), c, 1));
    check(cuStreamSynchronize(stream));

    assertThat(context.download(c, 1)).containsExactly(18);
  }

  @Test
  void leadingDimensionsAreChecked() {
    CUdeviceptr a = context.allocate(M * K);
    CUdeviceptr b = context.allocate(K * N);
    CUdeviceptr c = context.allocate(M * N);

    assertThat(cublasSgemm(handle, 0, 0, M, N, K, ONE, a, M - 1, b, K, ZERO, c, M))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
    assertThat(cublasSgemm(handle, 1, 0, M, N, K, ONE, a, K - 1, b, K, ZERO, c, M))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
    assertThat(cublasSgemm(handle, 0, 0, M, N, K, ONE, a, M, b, K, ZERO, c, M - 1))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
    assertThat(cublasSgemm(handle, 0, 0, -1, N, K, ONE, a, M, b, K, ZERO, c, M))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
  }

  @Test
  void anOperandOutsideOfItsAllocationIsAFaultThatNamesIt() {
    CUdeviceptr a = context.allocate(M * K - 1);
    CUdeviceptr b = context.allocate(K * N);
    CUdeviceptr c = context.allocate(M * N);
    succeed(cublasSgemm(handle, 0, 0, M, N, K, ONE, a, M, b, K, ZERO, c, M));
    int code = cuStreamSynchronize(stream);

    assertThat(code).isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(EmulatedDevice.describe(code)).contains("cublasSgemm, matrix A").contains("2596");
    assertThat(cublasSgemm(handle, 0, 0, M, N, K, ONE, a, M, b, K, ZERO, c, M))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED);
  }

  @Test
  void anOutputThatOverlapsAnInputIsAFault() {
    CUdeviceptr a = context.upload(1, 2, 3, 4);
    succeed(cublasSgemm(handle, 0, 0, 2, 2, 2, ONE, a, 2, a, 2, ZERO, a, 2));

    assertThat(cuStreamSynchronize(stream)).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
  }

  @Test
  void capturedProductsReadTheirOperandsAtEachReplay() {
    CUdeviceptr a = context.upload(2);
    CUdeviceptr b = context.upload(3);
    CUdeviceptr c = context.allocate(1);
    CUgraph graph = new CUgraph();
    CUgraphExec executable = new CUgraphExec();
    check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_GLOBAL));
    succeed(cublasSgemm(handle, 0, 0, 1, 1, 1, ONE, a, 1, b, 1, ZERO, c, 1));
    check(cuStreamEndCapture(stream, graph));
    check(cuGraphInstantiate(executable, graph, 0));
    for (float value : new float[] {2, 5}) {
      check(cuMemsetD32Async(a, Float.floatToIntBits(value), 1, stream));
      check(cuGraphLaunch(executable, stream));
      check(cuStreamSynchronize(stream));
      assertThat(context.download(c, 1)).containsExactly(3 * value);
    }
    check(cuGraphExecDestroy(executable));
    check(cuGraphDestroy(graph));
  }

  @Test
  void matrixVectorProductsAndSumsFollowColumnMajorOrder() {
    // Columns (1, 2), (3, 4), (5, 6).
    CUdeviceptr a = context.upload(1, 2, 3, 4, 5, 6);
    CUdeviceptr x = context.upload(1, 10, 100);
    CUdeviceptr y = context.allocate(3);
    succeed(cublasSgemv(handle, 0, 2, 3, ONE, a, 2, x, 1, ZERO, y, 1));
    check(cuStreamSynchronize(stream));
    assertThat(context.download(y, 2)).containsExactly(531, 642);
    succeed(cublasSgemv(handle, 1, 2, 3, ONE, a, 2, x, 1, ZERO, y, 1));
    check(cuStreamSynchronize(stream));
    assertThat(context.download(y, 3)).containsExactly(21, 43, 65);

    CUdeviceptr transposed = context.allocate(6);
    succeed(cublasSgeam(handle, 1, 1, 3, 2, ONE, a, 2, ZERO, a, 2, transposed, 3));
    check(cuStreamSynchronize(stream));
    assertThat(context.download(transposed, 6)).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void vectorOperations() {
    CUdeviceptr x = context.upload(1, 2, 3);
    CUdeviceptr y = context.upload(10, 20, 30);
    succeed(cublasSscal(handle, 3, Pointer.to(new float[] {2}), x, 1));
    succeed(cublasSaxpy(handle, 3, ONE, x, 1, y, 1));
    float[] dot = {0};
    succeed(cublasSdot(handle, 3, x, 1, y, 1, Pointer.to(dot)));

    assertThat(context.download(x, 3)).containsExactly(2, 4, 6);
    assertThat(context.download(y, 3)).containsExactly(12, 24, 36);
    assertThat(dot[0]).isEqualTo(2 * 12 + 4 * 24 + 6 * 36);
  }

  @Test
  void doubleProductsAreSummedInDouble() {
    CUdeviceptr a = new CUdeviceptr();
    CUdeviceptr c = new CUdeviceptr();
    check(cuMemAlloc(a, 16));
    check(cuMemAlloc(c, 8));
    double small = 0x1p-40;
    check(cuMemcpyHtoD(a, Pointer.to(new double[] {1, small}), 16));
    context.synchronize();
    Pointer one = Pointer.to(new double[] {1});
    Pointer zero = Pointer.to(new double[] {0});
    CUdeviceptr ones = new CUdeviceptr();
    check(cuMemAlloc(ones, 16));
    check(cuMemcpyHtoD(ones, Pointer.to(new double[] {1, 1}), 16));
    context.synchronize();
    succeed(cublasDgemm(handle, 1, 0, 1, 1, 2, one, a, 2, ones, 2, zero, c, 1));
    check(cuStreamSynchronize(stream));
    double[] result = {0};
    check(cuMemcpyDtoH(Pointer.to(result), c, 8));

    assertThat(result[0]).isEqualTo(1 + small);
  }

  @Test
  void workspacesMustBeAlignedDeviceMemory() {
    CUdeviceptr workspace = context.allocate(1024);

    succeed(cublasSetWorkspace(handle, workspace, 4096));
    assertThat(cublasSetWorkspace(handle, workspace.withByteOffset(4), 1024))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
    assertThat(cublasSetWorkspace(handle, workspace, 4097))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
  }
}
