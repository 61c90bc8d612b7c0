package io.deltarule.cuda.nvrtc;

import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaModule;
import io.deltarule.cuda.driver.DeviceInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes loaded modules of CUDA C: from this context's modules if it has the same source already,
 * else from the disk, else by NVRTC. What it gives stays loaded until it closes.
 */
public final class KernelCompiler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelCompiler.class);

  private final CudaContext context;
  private final KernelCache cache;
  private final Target target;
  private final Map<CacheKey, CudaModule> modules = new HashMap<>();
  private final List<KernelSource> sources = new ArrayList<>();

  public KernelCompiler(CudaContext context, KernelCache cache) {
    this.context = context;
    this.cache = cache;
    DeviceInfo device = context.device();
    this.target = Target.of(device, Nvrtc.architectures());
  }

  /**
   * The module of a source, every kernel that it names looked up.
   *
   * @throws CompilationException if NVRTC refuses the source, with its log and the lines it names
   */
  public CudaModule compile(KernelSource source) {
    CacheKey key = CacheKey.of(source, target, Nvrtc.version());
    CudaModule loaded = modules.get(key);
    if (loaded == null) {
      loaded = load(source, key);
      modules.put(key, loaded);
      sources.add(source);
    }
    return loaded;
  }

  /** The different sources that were compiled so far, in order: for reports. */
  public List<KernelSource> sources() {
    return List.copyOf(sources);
  }

  private CudaModule load(KernelSource source, CacheKey key) {
    byte[] image = cache.find(key).orElse(null);
    if (image == null) {
      long start = System.nanoTime();
      image = Nvrtc.compile(source, target);
      LOG.debug(
          "cuda: compiled {} for {} in {} ms",
          source.name(),
          target,
          (System.nanoTime() - start) / 1_000_000);
      cache.put(key, image);
    }
    CudaModule module = new CudaModule(context, source.name(), image);
    try {
      source.kernels().forEach(module::function);
      return module;
    } catch (RuntimeException e) {
      module.close();
      throw e;
    }
  }

  /** NVRTC's version, such as {@code 12.9}. */
  public static String version() {
    return Nvrtc.version();
  }

  /** What it compiles for. */
  public Target target() {
    return target;
  }

  /** Unloads every module. */
  @Override
  public void close() {
    modules.values().forEach(CudaModule::close);
    modules.clear();
  }
}
