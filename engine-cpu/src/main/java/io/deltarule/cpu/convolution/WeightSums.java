package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.Reduce;

/**
 * The gradient by the weight [K, C/G, R...] from the sums [G, stretches, C/G R, pitch] of stretches
 * of positions, which are added up in order. A part is a channel of a group.
 *
 * @param pitch the outputs of a group, K/G, and what pads them
 */
record WeightSums(
    Form<RowReductions> form,
    Workspaces workspaces,
    float[] gradient,
    int start,
    int groups,
    int stretches,
    int channels,
    int taps,
    int outputs,
    int pitch) {

  /** Floats that the sums take. */
  long size() {
    return (long) groups * stretches * channels * taps * pitch;
  }

  int parts() {
    return groups * channels;
  }

  /** How to add, for the next run. */
  RowReductions next() {
    return form.next(size());
  }

  /** Where the sums of a stretch of a group begin. */
  int at(int group, int stretch) {
    return (group * stretches + stretch) * channels * taps * pitch;
  }

  void add(int part, RowReductions reductions) {
    float[] sums = workspaces.shared();
    int group = part / channels;
    int channel = part % channels;
    int stride = channels * taps * pitch;
    int count = taps * pitch;
    int from = at(group, 0) + channel * count;
    int done = 1;
    for (; done + 4 <= stretches; done += 4) {
      reductions.combineFourRows(
          Reduce.Kind.SUM, sums, from, sums, from + done * stride, stride, count);
    }
    for (; done < stretches; done++) {
      reductions.combineRow(Reduce.Kind.SUM, sums, from, sums, from + done * stride, count);
    }
    for (int output = 0; output < outputs; output++) {
      int to = start + ((group * outputs + output) * channels + channel) * taps;
      for (int tap = 0; tap < taps; tap++) {
        gradient[to + tap] = sums[from + tap * pitch + output];
      }
    }
  }
}
