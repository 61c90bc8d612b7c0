package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.nvrtc.KernelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourcesTest {
  private static final Pattern KERNEL =
      Pattern.compile("extern \"C\" __global__ void __launch_bounds__\\(.+?\\)\\s+(\\w+)\\(");

  static List<KernelSource> files() {
    return Sources.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyKernelOfAFileIsNamedAndItsHeaderSaysHowItRuns(KernelSource file) {
    List<String> declared = new ArrayList<>();
    Matcher matcher = KERNEL.matcher(file.code());
    while (matcher.find()) {
      declared.add(matcher.group(1));
    }
    assertThat(file.kernels()).isNotEmpty().containsExactlyInAnyOrderElementsOf(declared);
    assertThat(file.code()).startsWith("// ").contains("// Shapes", "// Alignment");
    assertThat(file.code().lines()).allMatch(line -> line.length() <= 100);
  }
}
