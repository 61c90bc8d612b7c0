package io.deltarule.cuda.kernels;

import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * The record in device memory where kernels note an index that is out of range: which launch, at
 * which position, which index. A kernel cannot throw; {@link #check} does, once the host waits for
 * results anyway. The first one found is kept; which one that is, of several, is up to the device.
 */
public final class IndexFaults implements AutoCloseable {
  private static final int SITE = 0;
  private static final int POSITION = 1;
  private static final int INDEX = 2;
  private static final int WORDS = 3;

  private record Site(String label, int places) {}

  private final CudaMemory memory;
  private final List<Site> sites = new ArrayList<>();
  private final int[] words = new int[WORDS];

  IndexFaults(CudaContext context) {
    memory = context.allocate(DType.INT32, WORDS);
    context.afterReads(this::check);
  }

  CudaMemory memory() {
    return memory;
  }

  /**
   * Registers a launch that uses indices.
   *
   * @param places indices go from 0 to one less
   * @return the number by which its kernel reports
   */
  int site(Operands operands, int places) {
    sites.add(new Site(operands.label(), places));
    return sites.size();
  }

  /**
   * Waits for the kernels that were launched, and looks whether one met a bad index.
   *
   * @throws IndexOutOfBoundsException naming the operation, the position and the index; the record
   *     is clear again afterwards
   */
  public void check() {
    if (sites.isEmpty()) {
      return;
    }
    memory.read(0, words, 0, WORDS);
    if (words[SITE] == 0) {
      return;
    }
    Site site = sites.get(words[SITE] - 1);
    memory.write(0, new int[WORDS], 0, WORDS);
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
