package io.deltarule.cpu.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Lines of samples side by side are the same by vectors and element by element. */
class CopyLinesTest {
  private static final float UNTOUCHED = -7;

  @Property(tries = 1000)
  void everyProcessorCopiesTheLinesAndNothingBehindTheEnd(
      @ForAll @IntRange(min = 1, max = 5) int lines,
      @ForAll @IntRange(min = 1, max = 4) int samples,
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @IntRange(min = 1, max = 3) int step,
      @ForAll @IntRange(min = 0, max = 3) int gap,
      @ForAll @IntRange(min = 0, max = 20) int behindSource,
      @ForAll @IntRange(min = 0, max = 20) int behindEnd) {
    int from = 3;
    int to = 2;
    int sourceLine = (length - 1) * step + 1 + gap;
    int sourceSample = lines * sourceLine + 1;
    int targetSample = length + gap;
    int targetLine = samples * targetSample;
    float[] source = new float[from + samples * sourceSample + behindSource];
    for (int i = 0; i < source.length; i++) {
      source[i] = i;
    }
    int end = to + lines * targetLine - gap;
    for (Processor processor : Processors.all()) {
      float[] target = new float[end + behindEnd];
      Arrays.fill(target, UNTOUCHED);
      processor
          .microKernels()
          .packing()
          .now()
          .copyLines(
              source,
              from,
              sourceLine,
              sourceSample,
              step,
              target,
              to,
              targetLine,
              targetSample,
              lines,
              samples,
              length,
              end);
      for (int line = 0; line < lines; line++) {
        for (int s = 0; s < samples; s++) {
          int first = from + line * sourceLine + s * sourceSample;
          int at = to + line * targetLine + s * targetSample;
          for (int i = 0; i < length; i++) {
            assertThat(target[at + i])
                .as("line %d, sample %d, element %d, %s", line, s, i, processor.description())
                .isEqualTo(source[first + i * step]);
          }
        }
      }
      assertThat(Arrays.copyOf(target, to)).containsOnly(UNTOUCHED);
      if (behindEnd > 0) {
        assertThat(Arrays.copyOfRange(target, end, target.length)).containsOnly(UNTOUCHED);
      }
    }
  }

  /** A line that leaves no room behind it is copied, too. */
  @Property(tries = 200)
  void anEndBeforeTheLinesMeansThatNothingBehindThemIsOverwritten(
      @ForAll @IntRange(min = 1, max = 4) int lines,
      @ForAll @IntRange(min = 1, max = 40) int length) {
    float[] source = new float[lines * length + 64];
    Arrays.fill(source, 1);
    int targetLine = length + 64;
    for (Processor processor : Processors.all()) {
      float[] target = new float[lines * targetLine];
      Packing packing = processor.microKernels().packing().now();
      packing.copyLines(source, 0, length, 0, 1, target, 0, targetLine, 0, lines, 1, length, 0);
      for (int i = 0; i < target.length; i++) {
        assertThat(target[i]).isEqualTo(i % targetLine < length ? 1 : 0);
      }
    }
  }
}
