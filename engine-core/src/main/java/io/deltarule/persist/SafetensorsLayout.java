package io.deltarule.persist;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Checks that the tensors of a safetensors file tile its data section exactly. */
final class SafetensorsLayout {
  private SafetensorsLayout() {}

  /**
   * Checks the tensors against each other and against the number of bytes that the file holds.
   *
   * @param file names the file in messages
   * @param dataBytes length of the data section: the file's length less length field and header
   * @throws MalformedFileException on an overlap, a gap, an offset beyond the end, or bytes that
   *     belong to no tensor
   */
  static void check(Object file, List<TensorInfo> tensors, long dataBytes) throws IOException {
    List<TensorInfo> ordered = new ArrayList<>(tensors);
    // Empty tensors come before the one that begins where they lie.
    ordered.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
    long position = 0;
    String before = "the start of the data";
    for (TensorInfo info : ordered) {
      if (info.end() > dataBytes) {
        throw new MalformedFileException(
            file,
            "tensor '%s' ends at byte %d of the data, but only %d bytes follow the header; the file"
                    .formatted(info.name(), info.end(), dataBytes)
                + " is truncated or damaged");
      }
      if (info.begin() != position) {
        throw new MalformedFileException(
            file,
            "tensor '%s' begins at byte %d of the data, expected %d, where %s ends: %s"
                .formatted(
                    info.name(),
                    info.begin(),
                    position,
                    before,
                    info.begin() < position ? "they overlap" : "there is a gap"));
      }
      position = info.end();
      before = "tensor '" + info.name() + "'";
    }
    if (position != dataBytes) {
      throw new MalformedFileException(
          file,
          "%d bytes follow the end of the last tensor; the file is damaged or not safetensors"
              .formatted(dataBytes - position));
    }
  }
}
