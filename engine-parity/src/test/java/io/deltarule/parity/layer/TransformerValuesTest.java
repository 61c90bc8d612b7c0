package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.layer.AttentionMask;
import io.deltarule.layer.GroupedQueryAttention;
import io.deltarule.layer.Layer;
import io.deltarule.layer.MultiHeadAttention;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.RotaryPositions;
import io.deltarule.layer.SinusoidalPositions;
import io.deltarule.layer.SwiGlu;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The parts of transformers against their formulas, written as plain loops. */
class TransformerValuesTest {
  /** Tables of sines and cosines are rounded to float32. */
  private static final double OF_TABLES = 1e-6;

  private static final double OF_SUMS = 1e-13;

  private final SplittableRandom random = new SplittableRandom(17);

  private Tensor drawn(int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.of(shape, random.doubles(shape.elementCount(), -1, 1).toArray());
  }

  private Map<String, Tensor> weights(Layer layer) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    ParameterLayout.of(layer)
        .entries()
        .forEach(entry -> weights.put(entry.name(), drawn(entry.parameter().shape().dims())));
    return weights;
  }

  private static Tensor output(Layer layer, Map<String, Tensor> weights, Tensor x) {
    return BuiltModel.evaluate(layer, weights, x, y -> y).value();
  }

  private static void requireClose(Tensor found, double[] expected, double allowed) {
    assertThat(found.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(found.get(i) - expected[i]) <= allowed)
          .as("element %s: %s instead of %s", i, found.get(i), expected[i])
          .isTrue();
    }
  }

  /** {@code W x} of row r of x, for W [outputs, inputs]. */
  private static double[] product(Tensor w, Tensor x, int r) {
    int inputs = w.shape().dim(1);
    double[] y = new double[w.shape().dim(0)];
    for (int o = 0; o < y.length; o++) {
      for (int i = 0; i < inputs; i++) {
        y[o] += w.get(o * inputs + i) * x.get(r * inputs + i);
      }
    }
    return y;
  }

  @Test
  void sinusoidalPositionsAlternateSinesAndCosinesOfFallingFrequencies() {
    int length = 5;
    int width = 7;
    Tensor x = drawn(2, length, width);
    double[] expected = x.toDoubles().clone();
    for (int row = 0; row < 2 * length; row++) {
      int t = row % length;
      for (int i = 0; 2 * i < width; i++) {
        double angle = t / Math.pow(10_000, 2.0 * i / width);
        expected[row * width + 2 * i] += Math.sin(angle);
        if (2 * i + 1 < width) {
          expected[row * width + 2 * i + 1] += Math.cos(angle);
        }
      }
    }
    requireClose(output(new SinusoidalPositions(), Map.of(), x), expected, OF_TABLES);
  }

  @Test
  void rotaryPositionsTurnTheHalvesOfARowAgainstEachOther() {
    int length = 4;
    int width = 6;
    for (double base : new double[] {10_000, 50}) {
      Tensor x = drawn(2, 3, length, width);
      double[] expected = x.toDoubles().clone();
      for (int row = 0; row < 2 * 3 * length; row++) {
        turn(expected, row * width, width, row % length, base);
      }
      requireClose(output(new RotaryPositions(base), Map.of(), x), expected, OF_TABLES);
    }
  }

  /** Turns elements i and i + width / 2 of a row, as complex numbers, by their angle. */
  private static void turn(double[] values, int from, int width, int position, double base) {
    for (int i = 0; i < width / 2; i++) {
      double angle = position / Math.pow(base, 2.0 * i / width);
      double real = values[from + i];
      double imaginary = values[from + width / 2 + i];
      values[from + i] = real * Math.cos(angle) - imaginary * Math.sin(angle);
      values[from + width / 2 + i] = real * Math.sin(angle) + imaginary * Math.cos(angle);
    }
  }

  @Test
  void swiGluGatesWhatItRaises() {
    SwiGlu layer = SwiGlu.of(3, 5);
    Map<String, Tensor> weights = weights(layer);
    Tensor x = drawn(2, 2, 3);
    double[] expected = new double[2 * 2 * 3];
    for (int row = 0; row < 4; row++) {
      double[] gate = product(weights.get("gate_proj.weight"), x, row);
      double[] up = product(weights.get("up_proj.weight"), x, row);
      double[] hidden = new double[5];
      for (int i = 0; i < hidden.length; i++) {
        hidden[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
      }
      double[] y = product(weights.get("down_proj.weight"), Tensor.of(Shape.of(1, 5), hidden), 0);
      System.arraycopy(y, 0, expected, row * 3, 3);
    }
    requireClose(output(layer, weights, x), expected, OF_SUMS);
  }

  @Test
  void groupedQueryAttentionSharesKeysAndValuesAmongTheHeadsOfAGroup() {
    GroupedQueryAttention layer = GroupedQueryAttention.of(8, 4, 2);
    GroupedQueryAttention plain = GroupedQueryAttention.of(6, 6, 3).causal();
    requireGrouped(layer, 4, 2, false, 0);
    requireGrouped(layer.causal(), 4, 2, true, 0);
    requireGrouped(layer.withPositions(RotaryPositions.standard()), 4, 2, false, 10_000);
    requireGrouped(layer.causal().withPositions(new RotaryPositions(50)), 4, 2, true, 50);
    requireGrouped(plain, 6, 3, true, 0);
    requireGrouped(GroupedQueryAttention.of(4, 2, 1), 2, 1, false, 0);
  }

  /** Of 2 sequences of 5 positions; without positions if the base is 0. */
  private void requireGrouped(
      GroupedQueryAttention layer, int heads, int groups, boolean causal, double base) {
    Map<String, Tensor> weights = weights(layer);
    int width = weights.get("q_proj.weight").shape().dim(0);
    int size = width / heads;
    int length = 5;
    Tensor x = drawn(2, length, width);
    double[] expected = new double[2 * length * width];
    for (int n = 0; n < 2; n++) {
      double[][] q = projected(weights.get("q_proj.weight"), x, n, length, size, base);
      double[][] k = projected(weights.get("k_proj.weight"), x, n, length, size, base);
      double[][] v = projected(weights.get("v_proj.weight"), x, n, length, size, 0);
      double[] joined = new double[length * width];
      for (int t = 0; t < length; t++) {
        for (int head = 0; head < heads; head++) {
          int shared = head / (heads / groups) * size;
          double[] p = new double[causal ? t + 1 : length];
          for (int s = 0; s < p.length; s++) {
            for (int i = 0; i < size; i++) {
              p[s] += q[t][head * size + i] * k[s][shared + i] / Math.sqrt(size);
            }
            p[s] = Math.exp(p[s]);
          }
          double sum = Arrays.stream(p).sum();
          for (int s = 0; s < p.length; s++) {
            for (int i = 0; i < size; i++) {
              joined[t * width + head * size + i] += p[s] / sum * v[s][shared + i];
            }
          }
        }
      }
      Tensor rows = Tensor.of(Shape.of(length, width), joined);
      for (int t = 0; t < length; t++) {
        double[] y = product(weights.get("o_proj.weight"), rows, t);
        System.arraycopy(y, 0, expected, (n * length + t) * width, width);
      }
    }
    requireClose(output(layer, weights, x), expected, base == 0 ? OF_SUMS : OF_TABLES);
  }

  /** The rows of a sequence, all heads side by side, each turned by its position. */
  private static double[][] projected(
      Tensor w, Tensor x, int sequence, int length, int size, double base) {
    double[][] rows = new double[length][];
    for (int t = 0; t < length; t++) {
      rows[t] = product(w, x, sequence * length + t);
      for (int from = 0; base > 0 && from < rows[t].length; from += size) {
        turn(rows[t], from, size, t, base);
      }
    }
    return rows;
  }

  @Test
  void lengthsHideWhatLiesBehindTheEnd() {
    Tensor lengths = Tensor.of(Shape.of(4), 3, 0, 5, 9);
    Tensor mask =
        Evaluated.of(
                Map.of("lengths", lengths), in -> AttentionMask.ofLengths(in.get("lengths"), 5))
            .value();
    assertThat(mask.shape()).isEqualTo(Shape.of(4, 1, 1, 5));
    double hidden = Double.NEGATIVE_INFINITY;
    assertThat(mask.toDoubles())
        .containsExactly(
            0, 0, 0, hidden, hidden, hidden, hidden, hidden, hidden, hidden, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0);
  }

  /** What is behind the end may hold anything. */
  @Test
  void anAttentionToASequenceOfALengthIsThatToItsBeginning() {
    MultiHeadAttention attention = MultiHeadAttention.of(6, 2);
    Map<String, Tensor> weights = weights(attention);
    Tensor x = drawn(1, 4, 6);
    Tensor memory = drawn(1, 5, 6);
    Tensor beginning = Tensor.of(Shape.of(1, 3, 6), Arrays.copyOf(memory.toDoubles(), 18));
    requireClose(
        attended(attention, weights, x, memory, 3),
        attended(attention, weights, x, beginning, 3).toDoubles(),
        OF_SUMS);
  }

  private static Tensor attended(
      MultiHeadAttention attention,
      Map<String, Tensor> weights,
      Tensor x,
      Tensor memory,
      int length) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(weights);
    inputs.put(BuiltModel.INPUT, x);
    inputs.put("memory", memory);
    inputs.put("length", Tensor.of(Shape.of(1), length));
    return Evaluated.of(
            inputs,
            in ->
                BuiltModel.output(
                    attention,
                    in,
                    (query, pass) ->
                        attention.attend(
                            query,
                            in.get("memory"),
                            AttentionMask.ofLengths(in.get("length"), memory.shape().dim(1)),
                            pass)))
        .value();
  }
}
