package io.deltarule.persist;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.deltarule.tensor.Shape;
import java.io.CharArrayReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the JSON header of a safetensors file. It checks what can be told from the header alone:
 * syntax, duplicate names, and for each tensor a known type, a shape, and offsets that agree with
 * both. {@link SafetensorsLayout} checks the tensors against each other and the file's length.
 *
 * @param tensors in the header's order
 * @param metadata the {@code __metadata__} entries in the header's order
 */
record SafetensorsHeader(List<TensorInfo> tensors, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** The cap of the format's reference implementation. */
  static final long MAX_BYTES = 100_000_000;

  /** Object, tensor entry, shape: no valid header nests deeper. */
  private static final int MAX_DEPTH = 3;

  /** The digits of 2^63. */
  private static final int MAX_DIGITS = 19;

  private static final int MAX_RANK = 64;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // The names of a hostile file must not live on in tables of the factory.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxStringLength((int) MAX_BYTES)
                  .build())
          .build();

  /**
   * Parses a header.
   *
   * @param file names the file in messages
   * @param bytes the header's bytes, without the length field
   * @throws MalformedFileException if it isn't the header of a valid file
   */
  static SafetensorsHeader parse(Object file, ByteBuffer bytes) throws IOException {
    if (!bytes.hasRemaining() || bytes.get(bytes.position()) != '{') {
      throw new MalformedFileException(
          file, "the header must start with '{'; this is not a safetensors file");
    }
    // Decoded here, strictly: left to itself, the parser would also guess UTF-16 and UTF-32.
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw new MalformedFileException(file, "the header is not valid UTF-8", e);
    }
    CharArrayReader reader = new CharArrayReader(text.array(), text.arrayOffset(), text.length());
    try (JsonParser parser = JSON.createParser(reader)) {
      return new Parsing(file, parser).header();
    } catch (JsonProcessingException e) {
      // An exceeded limit has no location.
      String where = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new MalformedFileException(
          file, "the header is not valid JSON" + where + ": " + e.getOriginalMessage(), e);
    }
  }

  /** One pass over the tokens of a header. */
  private record Parsing(Object file, JsonParser parser) {
    SafetensorsHeader header() throws IOException {
      List<TensorInfo> tensors = new ArrayList<>();
      Map<String, String> metadata = Map.of();
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        if (name.equals(METADATA)) {
          metadata = metadata();
        } else {
          tensors.add(tensor(name));
        }
      }
      if (parser.nextToken() != null) {
        throw fault("the header has text after its closing brace");
      }
      return new SafetensorsHeader(tensors, metadata);
    }

    private Map<String, String> metadata() throws IOException {
      expect(JsonToken.START_OBJECT, METADATA + " must be an object of strings");
      Map<String, String> metadata = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        expect(JsonToken.VALUE_STRING, METADATA + " entry '" + key + "' must be a string");
        metadata.put(key, parser.getText());
      }
      return metadata;
    }

    private TensorInfo tensor(String name) throws IOException {
      String who = "tensor '" + name + "': ";
      expect(JsonToken.START_OBJECT, who + "its entry must be an object");
      StoredType type = null;
      Shape shape = null;
      long[] offsets = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        switch (field) {
          case "dtype" -> type = type(who);
          case "shape" -> shape = shape(who);
          case "data_offsets" -> offsets = integers(who + "data_offsets", 2);
          default -> throw fault(who + "unknown field '" + field + "'");
        }
      }
      if (type == null || shape == null || offsets == null) {
        throw fault(who + "needs the fields dtype, shape and data_offsets");
      }
      return consistent(who, new TensorInfo(name, type, shape, begin(who, offsets), offsets[1]));
    }

    private StoredType type(String who) throws IOException {
      expect(JsonToken.VALUE_STRING, who + "dtype must be a string");
      String name = parser.getText();
      return StoredType.named(name)
          .orElseThrow(
              () ->
                  fault(
                      who
                          + "dtype '"
                          + shortened(name)
                          + "' is not supported; store it as one of "
                          + Arrays.toString(StoredType.values())));
    }

    private Shape shape(String who) throws IOException {
      long[] dims = integers(who + "shape", MAX_RANK);
      int[] narrow = new int[dims.length];
      for (int i = 0; i < dims.length; i++) {
        if (dims[i] > Integer.MAX_VALUE) {
          throw fault(
              who
                  + "shape "
                  + Arrays.toString(dims)
                  + " has a dimension over "
                  + Integer.MAX_VALUE);
        }
        narrow[i] = (int) dims[i];
      }
      try {
        return Shape.of(narrow);
      } catch (IllegalArgumentException e) {
        throw fault(who + "shape " + Arrays.toString(dims) + " overflows the element count");
      }
    }

    private long begin(String who, long[] offsets) throws IOException {
      if (offsets.length != 2 || offsets[0] > offsets[1]) {
        throw fault(
            who
                + "data_offsets must be [begin, end] with begin <= end, got "
                + Arrays.toString(offsets));
      }
      return offsets[0];
    }

    private TensorInfo consistent(String who, TensorInfo info) throws IOException {
      long expected;
      try {
        expected = Math.multiplyExact(info.shape().elementCount(), (long) info.type().bytes());
      } catch (ArithmeticException e) {
        throw fault(who + "shape " + info.shape() + " overflows the byte count");
      }
      if (expected != info.bytes()) {
        throw fault(
            who
                + info.type()
                + info.shape()
                + " takes "
                + expected
                + " bytes, but data_offsets ["
                + info.begin()
                + ", "
                + info.end()
                + "] hold "
                + info.bytes());
      }
      return info;
    }

    /** An array of integers that are 0 or more. */
    private long[] integers(String what, int most) throws IOException {
      expect(JsonToken.START_ARRAY, what + " must be an array of integers");
      long[] values = new long[Math.min(most, 8)];
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
            || parser.getText().startsWith("-")) {
          throw fault(what + " must hold integers of 0 or more, found " + found());
        }
        if (count == most) {
          throw fault(what + " has more than " + most + " entries");
        }
        if (count == values.length) {
          values = Arrays.copyOf(values, most);
        }
        values[count++] = parser.getLongValue();
      }
      return Arrays.copyOf(values, count);
    }

    private void expect(JsonToken token, String otherwise) throws IOException {
      if (parser.nextToken() != token) {
        throw fault(otherwise + ", found " + found());
      }
    }

    private String found() throws IOException {
      return shortened(parser.getText());
    }

    private static String shortened(String text) {
      return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private MalformedFileException fault(String what) {
      return new MalformedFileException(file, what);
    }
  }
}
