package io.deltarule.cpu.matmul;

/**
 * The micro-kernels of a machine.
 *
 * @param wide for products of many columns
 * @param narrow for products of few columns, whose panels would be mostly padding otherwise
 */
public record MicroKernels(MicroKernel wide, MicroKernel narrow) {
  /** Plain Java, for machines without the Vector API. */
  public static MicroKernels plain() {
    return new MicroKernels(new PlainMicroKernel(8, 32), new PlainMicroKernel(8, 8));
  }

  /** The kernel whose panels suit a number of columns. */
  MicroKernel forColumns(int n) {
    int wideWidth = padded(n, wide.columns());
    int narrowWidth = padded(n, narrow.columns());
    return narrowWidth < wideWidth && n < 2 * wide.columns() ? narrow : wide;
  }

  private static int padded(int n, int panel) {
    return (n + panel - 1) / panel * panel;
  }
}
