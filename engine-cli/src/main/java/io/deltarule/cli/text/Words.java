package io.deltarule.cli.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The words of a text, in lower case: its runs of letters and digits, as the Unicode Standard parts
 * them (Annex 29), without what stands between them. The same on every Java, whose own word breaks
 * change with its version.
 */
public final class Words {
  private Words() {}

  /** The words of a text in their order; none if it has no letter and no digit. */
  public static List<String> of(String text) {
    StandardTokenizer tokenizer = new StandardTokenizer();
    tokenizer.setReader(new StringReader(text));
    List<String> words = new ArrayList<>();
    try (TokenStream lowerCase = new LowerCaseFilter(tokenizer)) {
      CharTermAttribute word = lowerCase.getAttribute(CharTermAttribute.class);
      lowerCase.reset();
      while (lowerCase.incrementToken()) {
        words.add(word.toString());
      }
      lowerCase.end();
    } catch (IOException e) {
      throw new UncheckedIOException("reading a string can't fail", e);
    }
    return words;
  }
}
