package io.deltarule.cli.recipe;

import io.deltarule.layer.Gpt;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.persist.MalformedFileException;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.persist.TensorInfo;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * GPT-2's weights in files of Hugging Face's, whose names and shapes are the model's own but for
 * this: {@code transformer.} may stand before them, the causal mask lies with them as {@code
 * h.N.attn.bias} and {@code h.N.attn.masked_bias}, and the output's weights, which are those of the
 * embedding, may be there a second time as {@code lm_head.weight}.
 */
final class Gpt2Weights {
  private static final String PREFIX = "transformer.";
  private static final String TOKENS = "wte.weight";
  private static final String OUTPUT = "lm_head.weight";
  private static final Pattern MASK = Pattern.compile("h\\.\\d+\\.attn\\.(masked_)?bias");

  /** Names that a message tells of each kind. */
  private static final int TOLD = 3;

  private Gpt2Weights() {}

  /** What a file has, by the model's names: without the masks, and the output's weights once. */
  static <T> Map<String, T> byModelNames(Map<String, T> stored) {
    Map<String, T> named = new LinkedHashMap<>();
    stored.forEach(
        (name, value) -> {
          String own = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
          if (MASK.matcher(own).matches()) {
            return;
          }
          if (named.putIfAbsent(own, value) != null) {
            throw new IllegalArgumentException(
                "'" + own + "' comes twice, with and without '" + PREFIX + "'; leave one out");
          }
        });
    T output = named.remove(OUTPUT);
    if (output != null) {
      T tokens = named.putIfAbsent(TOKENS, output);
      requireTied(tokens, output);
    }
    return named;
  }

  private static void requireTied(Object tokens, Object output) {
    if (tokens instanceof Tensor embedded
        && output instanceof Tensor given
        && !Arrays.equals(embedded.toDoubles(), given.toDoubles())) {
      throw new IllegalArgumentException(
          "'"
              + OUTPUT
              + "' differs from '"
              + TOKENS
              + "', but GPT-2's output has the embedding's weights; give a model whose weights are"
              + " tied");
    }
  }

  /**
   * The published size that weights are of, by the number of blocks and the width.
   *
   * @param shapes by the model's names
   */
  static Optional<Gpt2Size> size(Map<String, Shape> shapes) {
    int layers = 0;
    while (shapes.containsKey("h." + layers + ".ln_1.weight")) {
      layers++;
    }
    Shape tokens = shapes.get(TOKENS);
    return tokens == null || tokens.rank() != 2
        ? Optional.empty()
        : Gpt2Size.published(layers, tokens.dim(1));
  }

  /**
   * Sees by its header that a file has the weights of a model.
   *
   * @throws IOException if it doesn't, naming what differs, or can't be read
   */
  static void check(Path file, Gpt2Size size) throws IOException {
    requireFile(file);
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      for (TensorInfo info : stored.tensors()) {
        shapes.put(info.name(), info.shape());
      }
      checkShapes(file, size, byModelNames(shapes));
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(file, e.getMessage(), e);
    }
  }

  private static void requireFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "option --init: there is no file '"
              + file
              + "'; give a model.safetensors of Hugging Face's GPT-2");
    }
  }

  private static void checkShapes(Path file, Gpt2Size size, Map<String, Shape> found)
      throws IOException {
    Map<String, Shape> unknown = new LinkedHashMap<>(found);
    List<String> missing = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (ParameterLayout.Entry entry : ParameterLayout.of(Gpt.of(size.config())).entries()) {
      Shape expected = entry.parameter().shape();
      Shape shape = unknown.remove(entry.name());
      if (shape == null) {
        missing.add("'" + entry.name() + "' " + expected);
      } else if (!shape.equals(expected)) {
        different.add("'" + entry.name() + "' is " + shape + " and not " + expected);
      }
    }
    List<String> faults = new ArrayList<>();
    tell("missing ", missing, faults);
    tell("", different, faults);
    tell("unknown ", unknown.keySet().stream().map(name -> "'" + name + "'").toList(), faults);
    if (!faults.isEmpty()) {
      throw new MalformedFileException(
          file,
          "these are not the weights of a GPT-2 of size "
              + size.name()
              + ": "
              + String.join("; ", faults)
              + "; "
              + remedy(size, found));
    }
  }

  private static void tell(String kind, List<String> all, List<String> faults) {
    if (!all.isEmpty()) {
      int more = all.size() - TOLD;
      String told = String.join(", ", all.subList(0, Math.min(TOLD, all.size())));
      faults.add(kind + told + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private static String remedy(Gpt2Size asked, Map<String, Shape> found) {
    return size(found)
        .filter(size -> !size.name().equals(asked.name()))
        .map(size -> "they look like size " + size.name() + ": give --size " + size.name())
        .orElse("give a file of Hugging Face's gpt2, or the --size that it has");
  }

  /** Reads the weights by the model's names. */
  static Map<String, Tensor> read(Path file) throws IOException {
    try {
      return byModelNames(SafetensorsFile.readAll(file));
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(file, e.getMessage(), e);
    }
  }
}
