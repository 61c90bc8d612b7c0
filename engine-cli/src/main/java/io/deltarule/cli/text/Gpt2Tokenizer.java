package io.deltarule.cli.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * GPT-2's tokens: byte pairs (Sennrich et al. 2016; Radford et al. 2019), the encoding that OpenAI
 * calls r50k_base. Every text has tokens, as they are made of bytes; a token by itself may be a
 * part of a character.
 */
public final class Gpt2Tokenizer {
  /** The number of tokens, {@link #END_OF_TEXT} among them. */
  public static final int VOCABULARY = 50_257;

  /** The token that parts one text from the next. No text has it. */
  public static final int END_OF_TEXT = 50_256;

  private static final String END_OF_TEXT_NAME = "<|endoftext|>";

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);

  /** Loads the table of byte pairs, which comes with the library. */
  public Gpt2Tokenizer() {}

  /** The tokens of a text. The name of the end of text, written in it, is text like all other. */
  public int[] encode(String text) {
    return encoding.encodeOrdinary(text).toArray();
  }

  /**
   * The text of tokens. Bytes that are no whole character, at the ends of a part of a text, become
   * U+FFFD.
   *
   * @throws IllegalArgumentException if a token is out of range
   */
  public String decode(int... tokens) {
    Stream stream = new Stream();
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append(stream.next(token));
    }
    return text.append(stream.end()).toString();
  }

  /** The bytes of a token, in UTF-8 unless they are a part of a character. */
  private byte[] bytes(int token) {
    if (token == END_OF_TEXT) {
      return END_OF_TEXT_NAME.getBytes(StandardCharsets.UTF_8);
    }
    if (token < 0 || token >= VOCABULARY) {
      throw new IllegalArgumentException(
          "GPT-2 tokenizer: token "
              + token
              + " is out of range: tokens are 0 to "
              + (VOCABULARY - 1)
              + "; a model for it has a vocabulary of "
              + VOCABULARY);
    }
    IntArrayList one = new IntArrayList(1);
    one.add(token);
    return encoding.decodeBytes(one);
  }

  /** A stream of text to which tokens are added one by one, as a model makes them. */
  public Stream stream() {
    return new Stream();
  }

  /** Gives a character once its last byte has come. */
  public final class Stream {
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    private byte[] rest = new byte[0];

    private Stream() {}

    /**
     * The characters that are complete with this token; none if it ends within the first.
     *
     * @throws IllegalArgumentException if the token is out of range
     */
    public String next(int token) {
      return decode(bytes(token), false);
    }

    /** What is left at the end: U+FFFD for a character that was never completed. */
    public String end() {
      return decode(new byte[0], true);
    }

    private String decode(byte[] more, boolean end) {
      ByteBuffer in = ByteBuffer.allocate(rest.length + more.length).put(rest).put(more).flip();
      CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
      decoder.decode(in, out, end);
      rest = new byte[in.remaining()];
      in.get(rest);
      if (end) {
        decoder.flush(out);
        decoder.reset();
      }
      return out.flip().toString();
    }
  }
}
