package io.deltarule.cli.recipe;

import io.deltarule.cli.text.Words;
import io.deltarule.persist.MalformedFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The mails of the SpamAssassin corpus as words. The file is made by {@code make_spam.py}, which
 * says what was left out.
 *
 * @param texts the words of each mail's subject and text
 * @param labels for each {@link #SPAM} or {@link #HAM}
 */
record SpamMessages(List<List<String>> texts, int[] labels) {
  static final int HAM = 0;
  static final int SPAM = 1;
  private static final String FILE = "spam/messages.tsv.gz";

  static SpamMessages load() throws IOException {
    List<List<String>> texts = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    // Most words come often: each is kept once.
    Map<String, String> known = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Resources.open(FILE)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 3) {
          throw new MalformedFileException(
              FILE,
              "line "
                  + (texts.size() + 1)
                  + " has "
                  + fields.length
                  + " fields, expected group, number and text; make it again with make_spam.py");
        }
        labels.add(fields[0].startsWith("spam") ? SPAM : HAM);
        texts.add(
            Words.of(fields[2]).stream()
                .map(word -> known.computeIfAbsent(word, first -> first))
                .toList());
      }
    }
    return new SpamMessages(texts, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  int size() {
    return labels.length;
  }
}
