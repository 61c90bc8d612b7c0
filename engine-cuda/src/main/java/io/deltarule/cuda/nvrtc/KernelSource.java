package io.deltarule.cuda.nvrtc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CUDA C to be compiled.
 *
 * @param name a file name for messages, such as {@code reduce.cu}
 * @param code the text
 * @param headers texts by the names that the code includes them by
 * @param options options for NVRTC beside those that the compiler gives, such as {@code -DROWS=4}
 * @param kernels the kernels it has, declared {@code extern "C"}
 */
public record KernelSource(
    String name,
    String code,
    Map<String, String> headers,
    List<String> options,
    List<String> kernels) {
  public KernelSource {
    headers = new TreeMap<>(headers);
    options = List.copyOf(options);
    kernels = List.copyOf(kernels);
  }

  /** Text without headers. */
  public KernelSource(String name, String code, List<String> options, List<String> kernels) {
    this(name, code, Map.of(), options, kernels);
  }

  /**
   * A file of module {@code kernels}.
   *
   * @param path where its JAR has it, such as {@code kernels/reduce.cu}
   * @throws IllegalStateException if it is not there
   */
  public static KernelSource resource(String path, List<String> options, List<String> kernels) {
    return new KernelSource(
        path.substring(path.lastIndexOf('/') + 1), text(path), options, kernels);
  }

  /** The same with a header that lies in module {@code kernels}, included by its file name. */
  public KernelSource withHeader(String path) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(path.substring(path.lastIndexOf('/') + 1), text(path));
    return new KernelSource(name, code, more, options, kernels);
  }

  /** The same with further options. */
  public KernelSource withOptions(List<String> more) {
    List<String> all = new java.util.ArrayList<>(options);
    all.addAll(more);
    return new KernelSource(name, code, headers, all, kernels);
  }

  private static String text(String path) {
    try (InputStream in = KernelSource.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(
            "there is no resource '"
                + path
                + "': the kernels JAR is missing or of another version");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource '" + path + "'", e);
    }
  }
}
