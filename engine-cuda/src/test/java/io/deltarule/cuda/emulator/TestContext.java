package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.JCudaDriver.cuCtxCreate;
import static jcuda.driver.JCudaDriver.cuCtxDestroy;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuStreamCreate;

import io.deltarule.cuda.EmulatedDevice;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;

/** A fresh context on the emulated device; what is made in it ends with it. */
final class TestContext implements AutoCloseable {
  static final int NON_BLOCKING = 1;

  private final CUcontext context = new CUcontext();

  TestContext() {
    check(cuInit(0));
    EmulatedDevice.reset();
    CUdevice device = new CUdevice();
    check(cuDeviceGet(device, 0));
    check(cuCtxCreate(context, 0, device));
  }

  CUmodule module() {
    CUmodule module = new CUmodule();
    check(cuModuleLoadData(module, TestKernels.PTX));
    return module;
  }

  CUfunction kernel(String name) {
    CUfunction function = new CUfunction();
    check(cuModuleGetFunction(function, module(), name));
    return function;
  }

  CUstream stream() {
    CUstream stream = new CUstream();
    check(cuStreamCreate(stream, NON_BLOCKING));
    return stream;
  }

  CUevent event() {
    CUevent event = new CUevent();
    check(cuEventCreate(event, 0));
    return event;
  }

  CUdeviceptr allocate(long floats) {
    CUdeviceptr pointer = new CUdeviceptr();
    check(cuMemAlloc(pointer, floats * Float.BYTES));
    return pointer;
  }

  /** Device memory that holds the values, for streams of every kind. */
  CUdeviceptr upload(float... values) {
    CUdeviceptr pointer = allocate(values.length);
    check(cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Float.BYTES));
    synchronize();
    return pointer;
  }

  void synchronize() {
    check(cuCtxSynchronize());
  }

  float[] download(CUdeviceptr pointer, int floats) {
    float[] values = new float[floats];
    check(cuMemcpyDtoH(Pointer.to(values), pointer, (long) floats * Float.BYTES));
    return values;
  }

  Pointer pageLocked(long floats) {
    Pointer pointer = new Pointer();
    check(cuMemHostAlloc(pointer, floats * Float.BYTES, 0));
    return pointer;
  }

  static FloatBuffer floats(Pointer pageLocked, int count) {
    return pageLocked
        .getByteBuffer(0, (long) count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** One block of threads; the code of the launch itself. */
  static int launch(CUfunction kernel, int threads, int shared, CUstream stream, Pointer... args) {
    return cuLaunchKernel(kernel, 1, 1, 1, threads, 1, 1, shared, stream, Pointer.to(args), null);
  }

  @Override
  public void close() {
    EmulatedDevice.reset();
    check(cuCtxDestroy(context));
  }
}
