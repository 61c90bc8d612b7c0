package io.deltarule.benchmarks.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A vector for each token, with a dense gradient: [B, T] to [B, T, width]. */
final class TokenEmbedding extends AbstractBlock {
  private final int width;
  private final Parameter weight;

  TokenEmbedding(int words, int width) {
    this.width = width;
    this.weight =
        addParameter(
            Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(words, width))
                .build());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> arguments) {
    NDArray tokens = inputs.head();
    NDArray rows = parameters.getValue(weight, tokens.getDevice(), training);
    return Embedding.embedding(tokens, rows, SparseFormat.DENSE);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {inputs[0].add(width)};
  }
}
