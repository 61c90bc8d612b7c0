package io.deltarule.cuda;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.BackendUnavailableException;
import io.deltarule.backend.Check;
import io.deltarule.cuda.kernels.CudaKernels;
import java.util.List;

/** Offers the CUDA backend where there is a device and NVIDIA's libraries. */
public final class CudaProvider implements BackendProvider {
  public CudaProvider() {}

  @Override
  public String name() {
    return "cuda";
  }

  /** Before the CPU's. */
  @Override
  public int preference() {
    return 20;
  }

  @Override
  public List<Check> check(BackendOptions options) {
    return CudaChecks.of(options);
  }

  @Override
  public Backend open(BackendOptions options) {
    CudaSettings settings = CudaSettings.of(options.settings());
    List<Check> checks = check(options);
    if (checks.stream().anyMatch(Check::isFatal)) {
      throw new BackendUnavailableException(name(), checks);
    }
    return new CudaBackend(settings, CudaKernels::new);
  }
}
