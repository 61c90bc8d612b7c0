package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The language model GPT-2 (Radford et al. 2019) in any size: embeddings of tokens and positions,
 * blocks, a normalisation, and the embedding of the tokens again as the output's weights.
 *
 * <p>Input INT32 [B, T], tokens from 0 to vocabulary - 1, T up to the context; output the logits
 * [B, T, vocabulary] of the token after each. {@link io.deltarule.loss.CrossEntropy} takes them
 * with the input's next tokens as labels [B, T]. A token that is none is an {@link
 * IndexOutOfBoundsException} of the run.
 *
 * <p>Parameters and their shapes are those of Hugging Face's GPT-2 files: {@code wte.weight}
 * [vocabulary, width], {@code wpe.weight} [context, width], {@code h.0.attn.c_attn.weight} and so
 * on, {@code ln_f.weight}, {@code ln_f.bias}. Weights are normal with deviation 0.02 at first,
 * those that add to the residual stream 0.02 / sqrt(2 layers). There are no second derivatives.
 */
public final class Gpt implements Layer {
  private final GptConfig config;
  private final Embedding tokens;
  private final LearnedPositions positions;
  private final List<GptBlock> blocks = new ArrayList<>();
  private final Layer sequence;
  private final LayerNorm norm;

  private Gpt(GptConfig config, boolean recomputes) {
    this.config = config;
    tokens =
        Embedding.of(config.vocabulary(), config.width()).initializedBy(Initializers.normal(0.02));
    positions = LearnedPositions.of(config.context(), config.width());
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(new GptBlock(config));
    }
    sequence = Sequential.of(recomputes ? blocks.stream().map(Recomputed::of).toList() : blocks);
    norm = LayerNorm.of(config.width());
  }

  /** A model of these sizes. */
  public static Gpt of(GptConfig config) {
    return new Gpt(config, false);
  }

  /** The same model, in which each block is {@link Recomputed} in the backward pass. */
  public Gpt recomputingBlocks() {
    return new Gpt(config, true);
  }

  public GptConfig config() {
    return config;
  }

  @Override
  public Map<String, Layer> children() {
    Map<String, Layer> children = new LinkedHashMap<>();
    children.put("wte", tokens);
    children.put("wpe", positions);
    children.put("h", sequence);
    children.put("ln_f", norm);
    return children;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Shape shape = input.shape();
    if (shape.rank() != 2 || shape.dim(1) > config.context()) {
      throw new IllegalArgumentException(
          "Gpt "
              + pass.where()
              + ": input must be tokens [B, T] with T at most the context "
              + config.context()
              + ", got "
              + shape
              + "; cut the sequences, or make the context longer.");
    }
    Value embedded = pass.child("wpe", positions, pass.child("wte", tokens, input));
    Value hidden = Dropout.of(config.dropout()).forward(embedded, pass);
    Value normed = pass.child("ln_f", norm, pass.child("h", sequence, hidden));
    return logits(normed, pass).reshape(shape.append(config.vocabulary()));
  }

  /**
   * One token of each sequence, after those that earlier steps have read: what {@link #forward}
   * gives at its position, in evaluation.
   *
   * @param next INT32 [B, 1]
   * @param step where the token stands, and what was read before
   * @return the logits [B, vocabulary] of the token after it
   */
  public Value decode(Value next, DecodingStep step) {
    ForwardPass pass = step.pass();
    if (next.shape().rank() != 2 || next.shape().dim(1) != 1) {
      throw new IllegalArgumentException(
          "Gpt "
              + pass.where()
              + ": decode reads one token of each sequence, INT32 [B, 1], got "
              + next.type()
              + "; slice the sequences.");
    }
    if (step.context() != config.context()) {
      throw new IllegalArgumentException(
          "Gpt "
              + pass.where()
              + ": the decoding step must have the model's context "
              + config.context()
              + ", got "
              + step.context()
              + "; make it with that.");
    }
    Value embedded = pass.child("wte", tokens, next);
    Value hidden = pass.graph().scoped("wpe", () -> positions.at(step.position(), embedded, pass));
    for (int i = 0; i < blocks.size(); i++) {
      GptBlock block = blocks.get(i);
      Value input = hidden;
      hidden = pass.graph().scoped("h." + i, () -> block.decode(input, step));
    }
    return logits(pass.child("ln_f", norm, hidden), pass);
  }

  private Value logits(Value normed, ForwardPass pass) {
    return normed.reshape(-1, config.width()).matmul(pass.value(tokens.weight()), false, true);
  }

  @Override
  public String toString() {
    return "Gpt(" + config + ")";
  }
}
