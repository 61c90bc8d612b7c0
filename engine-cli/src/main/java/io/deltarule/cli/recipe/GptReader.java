package io.deltarule.cli.recipe;

import io.deltarule.train.GptDecoder;

/**
 * Reads with a GPT, whose context is limited: where it is full, reading begins again with the
 * second half of it, since learned positions can't be moved. A token so costs two steps on average,
 * and at least half a context is always known.
 */
final class GptReader implements TextReader {
  private final GptDecoder decoder;
  private final int[] recent;

  /**
   * A reader that closes the decoder.
   *
   * @param decoder of one sequence
   * @param context the most tokens that it reads, at least 2
   */
  GptReader(GptDecoder decoder, int context) {
    this.decoder = decoder;
    this.recent = new int[context];
  }

  @Override
  public float[] next(int token) {
    if (decoder.position() == recent.length) {
      int from = (recent.length + 1) / 2;
      decoder.restart();
      for (int i = from; i < recent.length; i++) {
        read(recent[i]);
      }
    }
    return read(token);
  }

  private float[] read(int token) {
    recent[decoder.position()] = token;
    return decoder.next(token).toFloats();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
