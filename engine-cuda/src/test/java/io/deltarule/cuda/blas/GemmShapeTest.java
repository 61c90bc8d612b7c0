package io.deltarule.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.TensorType;
import io.deltarule.op.MatMul;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GemmShapeTest {
  private static final int M = 2;
  private static final int N = 3;
  private static final int K = 5;

  /** A place in A, B and C at which the matrices of a product start. */
  private record Triple(long a, long b, long c) {}

  /**
   * Dimensions of 1, 2 or 3 of the batch, each repeated for neither operand, for A, or for B, are
   * covered by the runs in exactly the products that broadcasting defines.
   */
  @Property(tries = 500)
  void theRunsAreTheProductsOfBroadcasting(
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 3) Integer> batch,
      @ForAll @Size(4) List<@IntRange(min = 0, max = 2) Integer> repeated,
      @ForAll @IntRange(min = 0, max = 4) int missingOfB) {
    int rank = batch.size();
    int dropped = Math.min(missingOfB, rank);
    List<Integer> a = new ArrayList<>();
    List<Integer> b = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      boolean ofB = repeated.get(i) == 2 || i < dropped;
      a.add(repeated.get(i) == 1 && !ofB ? 1 : batch.get(i));
      b.add(ofB ? 1 : batch.get(i));
    }
    GemmShape shape = shape(a, b.subList(dropped, rank), false, false);
    assertThat(triples(shape)).isEqualTo(expected(batch, a, b));
  }

  @Test
  void anEvenBatchIsOneRun() {
    GemmShape shape = shape(List.of(4, 3), List.of(4, 3), false, false);
    assertThat(shape.runs()).hasSize(1);
    assertThat(shape.batch()).isEqualTo(12);
    assertThat(shape.strideA()).isEqualTo(M * K);
    assertThat(shape.strideB()).isEqualTo(K * N);
  }

  @Test
  void aRepeatedOperandHasStrideZero() {
    GemmShape shape = shape(List.of(4, 3), List.of(), false, false);
    assertThat(shape.runs()).hasSize(1);
    assertThat(shape.strideB()).isZero();
  }

  @Test
  void leadingDimensionsAreThoseOfTheStorage() {
    GemmShape plain = shape(List.of(), List.of(), false, false);
    assertThat(plain.leadingA()).isEqualTo(K);
    assertThat(plain.leadingB()).isEqualTo(N);
    GemmShape transposed = shape(List.of(), List.of(), true, true);
    assertThat(transposed.leadingA()).isEqualTo(M);
    assertThat(transposed.leadingB()).isEqualTo(K);
  }

  @Test
  void anEmptyBatchIsEmpty() {
    assertThat(shape(List.of(0), List.of(0), false, false).isEmpty()).isTrue();
    assertThat(shape(List.of(2, 0), List.of(1, 0), false, false).isEmpty()).isTrue();
  }

  private static GemmShape shape(
      List<Integer> batchA, List<Integer> batchB, boolean transposeA, boolean transposeB) {
    TensorType a = type(batchA, transposeA ? K : M, transposeA ? M : K);
    TensorType b = type(batchB, transposeB ? N : K, transposeB ? K : N);
    MatMul op = new MatMul(transposeA, transposeB);
    return GemmShape.of(op, a, b, op.infer(List.of(a, b)).get(0).shape());
  }

  private static TensorType type(List<Integer> batch, int rows, int columns) {
    int[] dims = batch.stream().mapToInt(i -> i).toArray();
    return new TensorType(DType.FLOAT32, Shape.of(dims).append(rows, columns));
  }

  private static List<Triple> triples(GemmShape shape) {
    List<Triple> found = new ArrayList<>();
    for (GemmShape.Run run : shape.runs()) {
      for (int i = 0; i < shape.batch(); i++) {
        found.add(
            new Triple(
                run.a() + i * shape.strideA(),
                run.b() + i * shape.strideB(),
                run.c() + i * shape.strideC()));
      }
    }
    return found;
  }

  private static List<Triple> expected(List<Integer> batch, List<Integer> a, List<Integer> b) {
    int count = batch.stream().reduce(1, (x, y) -> x * y);
    List<Triple> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int rest = i;
      long atA = 0;
      long atB = 0;
      long stepA = 1;
      long stepB = 1;
      for (int d = batch.size() - 1; d >= 0; d--) {
        int index = rest % batch.get(d);
        rest /= batch.get(d);
        atA += a.get(d) == 1 ? 0 : index * stepA;
        atB += b.get(d) == 1 ? 0 : index * stepB;
        stepA *= a.get(d);
        stepB *= b.get(d);
      }
      all.add(new Triple(atA * M * K, atB * K * N, (long) i * M * N));
    }
    return all;
  }
}
