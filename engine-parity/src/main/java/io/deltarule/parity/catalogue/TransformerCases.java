package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.AttentionMask;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptAttention;
import io.deltarule.layer.GptBlock;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.GroupedQueryAttention;
import io.deltarule.layer.Initializers;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.LearnedPositions;
import io.deltarule.layer.MultiHeadAttention;
import io.deltarule.layer.RotaryPositions;
import io.deltarule.layer.SinusoidalPositions;
import io.deltarule.layer.SwiGlu;
import io.deltarule.layer.TransformerDecoderLayer;
import io.deltarule.layer.TransformerEncoderLayer;
import io.deltarule.layer.TransposedDense;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The layers of transformers; those with an attention have no second derivatives. */
final class TransformerCases {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);

  /** A layer with more inputs than one. */
  private interface Body {
    Value build(OpCase.Inputs in, ForwardPass pass);
  }

  private TransformerCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    parts(cases);
    attentions(cases);
    blocks(cases);
    models(cases);
    return cases;
  }

  private static void parts(List<OpCase> cases) {
    cases.add(smooth(LayerNorm.of(5), 2, 3, 5));
    cases.add(smooth(LayerNorm.of(33), 4, 33));
    cases.add(smooth(LearnedPositions.of(7, 3), 2, 5, 3));
    cases.add(smooth(LearnedPositions.of(4, 9), 4, 9));
    cases.add(smooth(new SinusoidalPositions(), 2, 5, 7));
    cases.add(smooth(RotaryPositions.standard(), 2, 3, 5, 8));
    cases.add(smooth(new RotaryPositions(50), 7, 2));
    cases.add(smooth(SwiGlu.of(5, 11), 3, 5));
    cases.add(smooth(TransposedDense.of(3, 5, Initializers.normal(1)), 2, 4, 3));
  }

  private static void attentions(List<OpCase> cases) {
    cases.add(fused(MultiHeadAttention.of(6, 2), "", 2, 5, 6));
    cases.add(fused(MultiHeadAttention.of(6, 3).causal(), "", 2, 5, 6));
    cases.add(fused(MultiHeadAttention.of(4, 1).withoutBias(), "", 1, 3, 4));
    cases.add(fused(GroupedQueryAttention.of(8, 4, 2), "", 2, 3, 8));
    cases.add(
        fused(
            GroupedQueryAttention.of(8, 2, 1).causal().withPositions(RotaryPositions.standard()),
            "",
            2,
            5,
            8));
    MultiHeadAttention attention = MultiHeadAttention.of(6, 2);
    cases.add(
        of(attention, " to a memory", 2, 3, 6)
            .input("memory", ELEMENTS, 2, 5, 6)
            .integer("lengths", Domain.values(4, 2), 2)
            .computes(
                built(
                    attention,
                    (in, pass) ->
                        attention.attend(
                            in.get("x"),
                            in.get("memory"),
                            AttentionMask.ofLengths(in.get("lengths"), 5),
                            pass))));
    cases.add(
        of(attention, " with padding", 3, 4, 6)
            .integer("padding", Domain.values(0, 1, 0, 0, 1, 0), 3, 4)
            .computes(
                built(
                    attention,
                    (in, pass) ->
                        attention.attend(
                            in.get("x"),
                            in.get("x"),
                            AttentionMask.ofPadding(in.get("padding")),
                            pass))));
  }

  private static void blocks(List<OpCase> cases) {
    Activation gelu = Activation.gelu();
    TransformerEncoderLayer encoder = TransformerEncoderLayer.of(6, 2, 9).withActivation(gelu);
    cases.add(fused(encoder, "", 2, 5, 6));
    cases.add(fused(encoder.normFirst().causal().withDropout(0.25), "", 2, 5, 6));
    TransformerDecoderLayer decoder = TransformerDecoderLayer.of(6, 3, 7).withActivation(gelu);
    cases.add(fused(decoder, " with itself as memory", 2, 4, 6));
    cases.add(
        of(decoder.normFirst(), " with a memory", 2, 3, 6)
            .input("memory", ELEMENTS, 2, 5, 6)
            .computes(
                built(
                    decoder,
                    (in, pass) ->
                        decoder
                            .normFirst()
                            .withDropout(0.25)
                            .decode(in.get("x"), in.get("memory"), null, pass))));
  }

  private static void models(List<OpCase> cases) {
    GptConfig config = GptConfig.of(7, 5, 2, 2, 6);
    cases.add(fused(new GptAttention(config), "", 2, 5, 6));
    cases.add(fused(new GptBlock(config.withDropout(0.25)), "", 2, 3, 6));
    Gpt gpt = Gpt.of(config);
    cases.add(
        new BuiltLayer(gpt, true)
            .declared(
                OpCase.named(gpt + " of [2, 4]")
                    .operation("Gpt")
                    .integer("x", Domain.integers(0, 7), 2, 4))
            .notSmooth()
            .computes(built(gpt, (in, pass) -> gpt.forward(in.get("x"), pass))));
  }

  private static OpCase smooth(Layer layer, int... input) {
    return named(layer, "", input)
        .computes(built(layer, (in, pass) -> layer.forward(in.get("x"), pass)));
  }

  private static OpCase fused(Layer layer, String what, int... input) {
    return of(layer, what, input)
        .computes(built(layer, (in, pass) -> layer.forward(in.get("x"), pass)));
  }

  private static OpCase.Builder of(Layer layer, String what, int... input) {
    return named(layer, what, input).notSmooth();
  }

  private static OpCase.Builder named(Layer layer, String what, int... input) {
    OpCase.Builder builder =
        OpCase.named(layer + " of " + Arrays.toString(input) + what)
            .operation(layer.getClass().getSimpleName())
            .input("x", ELEMENTS, input);
    return new BuiltLayer(layer, true).declared(builder);
  }

  private static OpCase.SingleBody built(Layer layer, Body body) {
    return in -> body.build(in, new BuiltLayer(layer, true).pass(in));
  }
}
