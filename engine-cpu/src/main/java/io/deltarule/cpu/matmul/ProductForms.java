package io.deltarule.cpu.matmul;

import io.deltarule.cpu.warmup.Form;
import java.util.Arrays;

/**
 * The micro-kernel and the packing of a product, each in its present form: asked for before each
 * run, kept to until the run has ended. All forms have the same tile and the same panels.
 */
public final class ProductForms {
  private final Form<MicroKernel> kernelForm;
  private final Form<Packing> packingForm;
  private final MicroKernel[] ofThreads;
  private MicroKernel kernel;
  private Packing packing;

  /**
   * The forms of a product.
   *
   * @param threads the threads of the pool, each of which has a kernel of its own
   */
  public ProductForms(Form<MicroKernel> kernel, Form<Packing> packing, int threads) {
    kernelForm = kernel;
    packingForm = packing;
    ofThreads = new MicroKernel[threads];
    use(kernel.now(), packing.now());
  }

  /**
   * Called before each run, by the thread that starts it.
   *
   * @param work multiply-adds of the run
   * @param packed elements that it packs
   */
  public void begin(long work, long packed) {
    MicroKernel nextKernel = kernelForm.next(work);
    Packing nextPacking = packingForm.next(packed);
    if (nextKernel != kernel || nextPacking != packing) {
      use(nextKernel, nextPacking);
    }
  }

  private void use(MicroKernel form, Packing withPacking) {
    kernel = form;
    packing = withPacking;
    Arrays.setAll(ofThreads, thread -> form.ofThread());
  }

  /** The kernel's tile and layout, which are those of all forms. */
  public MicroKernel geometry() {
    return kernel;
  }

  /** The kernel of a thread of the pool. */
  public MicroKernel kernel(int worker) {
    return ofThreads[worker];
  }

  public Packing packing() {
    return packing;
  }
}
