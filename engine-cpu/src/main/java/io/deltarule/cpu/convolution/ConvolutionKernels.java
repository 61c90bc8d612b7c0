package io.deltarule.cpu.convolution;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.matmul.Epilogue;
import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.matmul.ProductForms;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.PointwiseEpilogue;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.graph.TensorType;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Window;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Binds convolution and its gradients to products of patches. */
public final class ConvolutionKernels {
  private final WorkerPool pool;
  private final MicroKernels kernels;
  private final Workspaces workspaces;
  private final RowKernels rows;
  private final Form<RowReductions> reductions;

  /**
   * The kernels of a backend.
   *
   * @param workspaces where operands are packed; shared with the matrix products
   * @param rows for epilogues
   * @param reductions for sums of gradients
   */
  public ConvolutionKernels(
      WorkerPool pool,
      MicroKernels kernels,
      Workspaces workspaces,
      RowKernels rows,
      Form<RowReductions> reductions) {
    this.pool = pool;
    this.kernels = kernels;
    this.workspaces = workspaces;
    this.rows = rows;
    this.reductions = reductions;
  }

  /** {@code Y[K/G, N P] = W[K/G, C/G R] patches of X}, with or without an epilogue. */
  public Kernel convolution(Convolution op, Operands operands) {
    Shape x = operands.input(0).type().shape();
    Shape w = operands.input(1).type().shape();
    Shape y = operands.output().type().shape();
    int groups = op.groups();
    Operand result = result(operands);
    PatchGrid grid = PatchGrid.ofOutputs(op.window(), spatial(x), spatial(w), spatial(y));
    int taps = Math.toIntExact(spatial(w).elementCount());
    WeightLayout layout = WeightLayout.byOutputs(w.dim(0) / groups, w.dim(1), taps);
    PatchProduct.Target target = target(result, y.dim(0), groups, w.dim(0) / groups);
    Epilogue epilogue = op.epilogue().isEmpty() ? Epilogue.NONE : epilogue(op, operands, result, y);
    return products(
        List.of(grid), operands, x.dim(1), spatial(w), layout, target, w.dim(1), epilogue);
  }

  /** {@code dX[C/G, N P] = W[C/G, K/G R] patches of dY}, for each remainder by the stride. */
  public Kernel inputGradient(ConvolutionInputGradient op, Operands operands) {
    Shape dy = operands.input(0).type().shape();
    Shape w = operands.input(1).type().shape();
    Shape x = operands.output().type().shape();
    int groups = op.groups();
    List<PatchGrid> grids = PatchGrid.ofInputs(op.window(), spatial(x), spatial(w), spatial(dy));
    int taps = Math.toIntExact(spatial(w).elementCount());
    int outputs = w.dim(0) / groups;
    WeightLayout layout = WeightLayout.byInputs(outputs, w.dim(1), taps);
    PatchProduct.Target target = target(operands.output(), x.dim(0), groups, w.dim(1));
    return products(grids, operands, dy.dim(1), spatial(w), layout, target, outputs, Epilogue.NONE);
  }

  private Kernel products(
      List<PatchGrid> grids,
      Operands operands,
      int channels,
      Shape kernelShape,
      WeightLayout layout,
      PatchProduct.Target target,
      int innerChannels,
      Epilogue epilogue) {
    List<PackedWeight> weights = new ArrayList<>();
    List<ColumnsProduct> products = new ArrayList<>();
    PatchSource source =
        new PatchSource(array(operands.input(0)), start(operands.input(0)), channels);
    for (PatchGrid grid : grids) {
      MicroKernels.Tile tile = kernels.forSize(target.rows(), target.samples() * grid.columns());
      PackedWeight weight =
          new PackedWeight(
              workspaces,
              weights.isEmpty() ? 0 : weights.get(weights.size() - 1).end(),
              tile.byInnerIndex().now(),
              grid,
              kernelShape,
              array(operands.input(1)),
              start(operands.input(1)),
              layout,
              target.groups(),
              target.rows(),
              innerChannels);
      weights.add(weight);
      products.add(product(grid, tile, weight, source, target, innerChannels, epilogue));
    }
    return new PatchProducts(pool, weights, products, target.groups());
  }

  /** Patches are read where they lie, or packed where they lie too far apart. */
  private ColumnsProduct product(
      PatchGrid grid,
      MicroKernels.Tile tile,
      PackedWeight weight,
      PatchSource source,
      PatchProduct.Target target,
      int innerChannels,
      Epilogue epilogue) {
    int matrices = target.samples() * target.groups();
    int columns = tile.indexed().now().columns();
    PlaneBlocks blocks =
        PlaneBlocks.of(grid, innerChannels, target.rows(), matrices)
            .sideBySide(
                innerChannels,
                target.rows(),
                target.samples(),
                target.groups() * grid.depth().columns(),
                columns);
    if (innerChannels > 0 && blocks.suits(innerChannels, target.rows(), columns)) {
      return new PlaneProduct(
          pool,
          tile.indexed(),
          kernels.packing(),
          workspaces,
          blocks,
          weight,
          source,
          target,
          innerChannels,
          epilogue);
    }
    ProductForms forms = forms(tile.byInnerIndex());
    PatchRows[] patches = patches(grid, source, forms.geometry().columns());
    return new PatchProduct(
        pool, forms, workspaces, grid, patches, weight, target, innerChannels, epilogue);
  }

  /** {@code dW^T[C/G R, K/G] = patches of X dY^T}. */
  public Kernel weightGradient(ConvolutionWeightGradient op, Operands operands) {
    Shape x = operands.input(0).type().shape();
    Shape dy = operands.input(1).type().shape();
    Shape w = operands.output().type().shape();
    Window window = op.window();
    PatchGrid grid = PatchGrid.ofOutputs(window, spatial(x), spatial(w), spatial(dy));
    int outputs = w.dim(0) / op.groups();
    int rows = w.dim(1) * grid.taps();
    MicroKernels.Tile tile = kernels.forSize(rows, outputs);
    PatchSource source =
        new PatchSource(array(operands.input(0)), start(operands.input(0)), x.dim(1));
    PatchRows[] patches = patches(grid, source, MicroKernel.MAX_INNER);
    Kernel packed =
        new WeightGradientKernel(
            pool,
            forms(tile.byRow()),
            reductions,
            workspaces,
            grid,
            patches,
            operands,
            op.groups());
    PlaneBlocks blocks = PlaneBlocks.of(grid, w.dim(1), outputs, dy.dim(0) * op.groups());
    if (rows == 0 || dy.elementCount() == 0 || !blocks.suits(w.dim(1), outputs, 1)) {
      return packed;
    }
    return new PlaneWeightGradient(
        pool,
        tile.rowIndexed(),
        kernels.packing(),
        reductions,
        workspaces,
        blocks,
        operands,
        op.groups(),
        packed);
  }

  private ProductForms forms(Form<MicroKernel> kernel) {
    return new ProductForms(kernel, kernels.packing(), pool.threads());
  }

  private PatchRows[] patches(PatchGrid grid, PatchSource source, int mostColumns) {
    PatchRows[] patches = new PatchRows[pool.threads()];
    Arrays.setAll(patches, thread -> new PatchRows(grid, source, mostColumns));
    return patches;
  }

  /** The result before the epilogue: in the first output that can hold it, or apart. */
  private static Operand result(Operands operands) {
    for (Operand output : operands.outputs()) {
      if (output.type().dtype() == DType.FLOAT32) {
        return output;
      }
    }
    Shape shape = operands.output().type().shape();
    FloatMemory memory = new FloatMemory(Math.toIntExact(shape.elementCount()));
    return new Operand(memory, 0, new TensorType(DType.FLOAT32, shape));
  }

  /** The pointwise epilogue over the result as matrices [N, G, K/G, positions]. */
  private Epilogue epilogue(Convolution op, Operands operands, Operand result, Shape y) {
    List<Operand> inputs = new ArrayList<>();
    for (Operand extra : operands.inputs().subList(2, operands.inputs().size())) {
      inputs.add(asMatrices(extra, y, op.groups()));
    }
    List<Operand> outputs = new ArrayList<>();
    operands.outputs().forEach(output -> outputs.add(asMatrices(output, y, op.groups())));
    return new PointwiseEpilogue(
        rows, op.epilogue(), asMatrices(result, y, op.groups()), inputs, outputs);
  }

  /** An operand that broadcasts to [N, K, spatial...], along all spatial axes or along none. */
  private static Operand asMatrices(Operand operand, Shape y, int groups) {
    Shape own = operand.type().shape();
    Shape full = Shape.of();
    for (int axis = own.rank(); axis < y.rank(); axis++) {
      full = full.append(1);
    }
    full = full.append(own);
    int positions = Math.toIntExact(full.slice(2, full.rank()).elementCount());
    boolean hasChannels = full.dim(1) != 1;
    Shape matrices =
        Shape.of(
            full.dim(0),
            hasChannels ? groups : 1,
            hasChannels ? full.dim(1) / groups : 1,
            positions);
    return new Operand(
        operand.memory(), operand.offset(), new TensorType(operand.type().dtype(), matrices));
  }

  private static PatchProduct.Target target(Operand result, int samples, int groups, int rows) {
    return new PatchProduct.Target(array(result), start(result), samples, groups, rows);
  }

  private static Shape spatial(Shape shape) {
    return shape.slice(2, shape.rank());
  }

  static float[] array(Operand operand) {
    return ((FloatMemory) operand.memory()).array();
  }

  static int start(Operand operand) {
    return Math.toIntExact(operand.offset());
  }
}
