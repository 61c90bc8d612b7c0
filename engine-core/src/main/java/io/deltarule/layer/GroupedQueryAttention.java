package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Attention;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Attention in which groups of heads share keys and values (Ainslie et al. 2023, "GQA"); of one
 * group, multi-query attention. Optionally with rotary positions.
 *
 * <p>Input [B, T, width], output the same. Children as LLaMA names them, without biases: {@code
 * q_proj} [width, width], {@code k_proj} and {@code v_proj} [groups * size, width], {@code o_proj}
 * [width, width], where size is width / heads. There are no second derivatives.
 */
public final class GroupedQueryAttention implements Layer {
  private final int width;
  private final int heads;
  private final int groups;
  private final boolean causal;
  private final Optional<RotaryPositions> positions;
  private final Map<String, Dense> projections;

  private GroupedQueryAttention(
      int width,
      int heads,
      int groups,
      boolean causal,
      Optional<RotaryPositions> positions,
      Map<String, Dense> projections) {
    this.width = width;
    this.heads = heads;
    this.groups = groups;
    this.causal = causal;
    this.positions = positions;
    this.projections = projections;
  }

  /**
   * A layer in which every position attends to all.
   *
   * @throws IllegalArgumentException if the heads do not divide the width, or the groups the heads
   */
  public static GroupedQueryAttention of(int width, int heads, int groups) {
    int size = Heads.size("GroupedQueryAttention", width, heads);
    if (groups < 1 || heads % groups != 0) {
      throw new IllegalArgumentException(
          "GroupedQueryAttention: the number of groups must divide the heads, got "
              + groups
              + " groups and "
              + heads
              + " heads; choose a divisor");
    }
    Map<String, Dense> projections = new LinkedHashMap<>();
    projections.put("q_proj", Dense.of(width, width).withoutBias());
    projections.put("k_proj", Dense.of(width, groups * size).withoutBias());
    projections.put("v_proj", Dense.of(width, groups * size).withoutBias());
    projections.put("o_proj", Dense.of(width, width).withoutBias());
    return new GroupedQueryAttention(width, heads, groups, false, Optional.empty(), projections);
  }

  /** The same layer in which position t attends to positions 0 to t. */
  public GroupedQueryAttention causal() {
    return new GroupedQueryAttention(width, heads, groups, true, positions, projections);
  }

  /**
   * The same layer with queries and keys turned by their positions.
   *
   * @throws IllegalArgumentException if the heads have an odd size, whose elements are no pairs
   */
  public GroupedQueryAttention withPositions(RotaryPositions rotary) {
    if (width / heads % 2 != 0) {
      throw new IllegalArgumentException(
          "GroupedQueryAttention: rotary positions turn pairs of elements, so that the head size,"
              + " width / heads, must be even, got "
              + width
              + " / "
              + heads
              + " = "
              + width / heads
              + "; choose another width or number of heads");
    }
    return new GroupedQueryAttention(
        width, heads, groups, causal, Optional.of(rotary), projections);
  }

  @Override
  public Map<String, Layer> children() {
    return new LinkedHashMap<>(projections);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Heads.requireSequences("GroupedQueryAttention", "input", input, width, pass);
    Value q = turned(head("q_proj", heads, input, pass), pass);
    Value k = turned(head("k_proj", groups, input, pass), pass);
    Value v = head("v_proj", groups, input, pass);
    Value attended = Attention.ofWidth(width / heads, causal).of(q, k, v);
    return pass.child("o_proj", projections.get("o_proj"), Heads.join(attended));
  }

  private Value head(String name, int count, Value input, ForwardPass pass) {
    return Heads.split(pass.child(name, projections.get(name), input), 1, count).get(0);
  }

  private Value turned(Value rows, ForwardPass pass) {
    return positions.map(rotary -> rotary.forward(rows, pass)).orElse(rows);
  }

  @Override
  public String toString() {
    return "GroupedQueryAttention("
        + width
        + ", "
        + heads
        + " heads in "
        + groups
        + " groups"
        + (causal ? ", causal" : "")
        + positions.map(rotary -> ", " + rotary).orElse("")
        + ")";
  }
}
