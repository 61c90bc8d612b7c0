package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.tensor.DType;
import java.util.HashMap;
import java.util.Map;

/**
 * The record in device memory where kernels note an index that is out of range: which launch, at
 * which position, which index. A kernel cannot throw; {@link #check} does, once the host waits for
 * results anyway. The first one found is kept; which one that is, of several, is up to the device.
 */
final class IndexFaults implements AutoCloseable {
  private static final int SITE = 0;
  private static final int POSITION = 1;
  private static final int INDEX = 2;
  private static final int WORDS = 3;

  /** An operation that uses indices from 0 up to, and without, {@code places}. */
  private record Site(String label, int places) {}

  private final CudaMemory memory;
  private final Map<Integer, Site> sites = new HashMap<>();
  private final int[] words = new int[WORDS];
  private int lastSite;

  IndexFaults(CudaContext context) {
    memory = context.allocate(DType.INT32, WORDS);
    context.afterReads(this::check);
  }

  CudaMemory memory() {
    return memory;
  }

  /** How many operations report here: those whose kernels are not closed. */
  int reporting() {
    return sites.size();
  }

  /** Makes kernels of the number by which they report. */
  interface Reporting {
    Kernel create(int site);
  }

  /**
   * An operation that reports bad indices, until it closes.
   *
   * @param places indices go from 0 to one less
   */
  Kernel reporting(Operands operands, int places, Reporting kernels) {
    int site = ++lastSite;
    sites.put(site, new Site(operands.label(), places));
    Kernel kernel;
    try {
      kernel = kernels.create(site);
    } catch (RuntimeException | Error e) {
      sites.remove(site);
      throw e;
    }
    return new Kernel() {
      @Override
      public void run() {
        kernel.run();
      }

      @Override
      public void close() {
        sites.remove(site);
        kernel.close();
      }
    };
  }

  /**
   * Waits for the kernels that were launched, and looks whether one met a bad index.
   *
   * @throws IndexOutOfBoundsException naming the operation, the position and the index; the record
   *     is clear again afterwards
   */
  void check() {
    if (sites.isEmpty()) {
      return;
    }
    memory.read(0, words, 0, WORDS);
    if (words[SITE] == 0) {
      return;
    }
    memory.write(0, new int[WORDS], 0, WORDS);
    Site site = sites.get(words[SITE]);
    if (site == null) {
      return; // Its executable was closed; nothing it wrote can be read any more.
    }
    throw new IndexOutOfBoundsException(
        site.label()
            + ": index "
            + words[INDEX]
            + " at position "
            + words[POSITION]
            + " is out of range for size "
            + site.places()
            + "; indices go from 0 to "
            + (site.places() - 1));
  }

  @Override
  public void close() {
    memory.close();
  }
}
