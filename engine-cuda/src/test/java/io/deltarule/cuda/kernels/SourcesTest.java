package io.deltarule.cuda.kernels;

import static java.util.regex.Pattern.MULTILINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.nvrtc.KernelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourcesTest {
  private static final Pattern MACRO =
      Pattern.compile("^#define (\\w+)\\(ITEMS\\)((?:.*\\\\\n)+.*\n)", MULTILINE);

  private static final Pattern KERNEL =
      Pattern.compile("extern \"C\" __global__ void __launch_bounds__\\(.+?\\)\\s+(\\w+)\\(");

  static List<KernelSource> files() {
    return Sources.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyKernelOfAFileIsNamedAndItsHeaderSaysHowItRuns(KernelSource file) {
    List<String> declared = new ArrayList<>();
    Matcher matcher = KERNEL.matcher(expanded(file.code()));
    while (matcher.find()) {
      declared.add(matcher.group(1));
    }
    assertThat(file.kernels()).isNotEmpty().containsExactlyInAnyOrderElementsOf(declared);
    assertThat(file.code()).startsWith("// ");
    assertThat(header(file.code()))
        .contains("Shapes ", "lock", "hared memory", "Alignment ", "Source ");
    assertThat(file.code().lines()).allMatch(line -> line.length() <= 100);
  }

  /** The code with its macros of kernels, which differ in a number, written out. */
  private static String expanded(String code) {
    Matcher macro = MACRO.matcher(code);
    if (!macro.find()) {
      return code;
    }
    StringBuilder expanded = new StringBuilder(macro.replaceFirst(""));
    Matcher use = Pattern.compile("^" + macro.group(1) + "\\((\\d+)\\)$", MULTILINE).matcher(code);
    while (use.find()) {
      expanded.append(macro.group(2).replace("##ITEMS", use.group(1)).replace("\\\n", "\n"));
    }
    return expanded.toString();
  }

  /** The comment at the start, in one line. */
  private static String header(String code) {
    return code.lines()
        .takeWhile(line -> line.startsWith("//"))
        .map(line -> line.substring(2).strip())
        .collect(Collectors.joining(" "));
  }
}
