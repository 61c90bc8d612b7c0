package io.deltarule.cuda;

import io.deltarule.backend.Backend;
import io.deltarule.cuda.kernels.CudaKernels;
import io.deltarule.parity.BackendParity;
import io.deltarule.parity.OpCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The parity suite on a device, real or emulated, whose libraries the library path has. */
@OnDevice
class CudaParityTest extends BackendParity {
  @Override
  public Backend open(int threads) {
    return new CudaBackend(CudaSettings.of(Map.of()), CudaKernels::new);
  }

  /** The catalogue, and the sizes at which these kernels change their ways. */
  @Override
  protected List<OpCase> cases() {
    return Stream.concat(super.cases().stream(), CudaCases.all().stream()).toList();
  }

  /** A device has no worker threads to vary. */
  @Override
  public List<Integer> threadCounts() {
    return List.of(1);
  }
}
