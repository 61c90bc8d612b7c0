package io.deltarule.parity.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The verdicts of a run of the suite on one backend in one configuration. */
public final class ParityReport {
  private final String backend;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<String> leaks = new ArrayList<>();

  /**
   * An empty report.
   *
   * @param backend name and description of the backend, with all that its configurations differ in
   */
  public ParityReport(String backend) {
    this.backend = backend;
  }

  /** Name and description of the backend. */
  public String backend() {
    return backend;
  }

  /** Adds what became of a check. */
  public void add(Verdict verdict) {
    verdicts.add(verdict);
  }

  /** Adds what was left over, in words. */
  public void addLeaks(List<String> found) {
    leaks.addAll(found);
  }

  /** All verdicts in the order in which they were added. */
  public List<Verdict> verdicts() {
    return List.copyOf(verdicts);
  }

  /** The verdicts of one status. */
  public List<Verdict> verdicts(Verdict.Status status) {
    return verdicts.stream().filter(verdict -> verdict.status() == status).toList();
  }

  /** What was left over, in words. */
  public List<String> leaks() {
    return List.copyOf(leaks);
  }

  /** A row for each family and mode. */
  public List<Row> byFamily() {
    return Row.of(verdicts, Verdict::family);
  }

  /** A row for each operation and mode, the operations of a family together and by name. */
  public List<Row> byOperation() {
    List<String> families = verdicts.stream().map(Verdict::family).distinct().toList();
    List<Verdict> sorted = new ArrayList<>(verdicts);
    sorted.sort(
        Comparator.comparingInt((Verdict verdict) -> families.indexOf(verdict.family()))
            .thenComparing(Verdict::operation));
    return Row.of(sorted, ParityReport::operation);
  }

  private static String operation(Verdict verdict) {
    return verdict.operation().equals(verdict.family())
        ? verdict.family()
        : verdict.family() + " " + verdict.operation();
  }

  /** The counts in a line. */
  public String summary() {
    return verdicts.size()
        + " checks: "
        + verdicts(Verdict.Status.PASS).size()
        + " passed, "
        + verdicts(Verdict.Status.FAIL).size()
        + " failed, "
        + verdicts(Verdict.Status.UNSUPPORTED).size()
        + " unsupported; left over: "
        + leaks.size();
  }

  /** The table of the families and the counts, as text for the console. */
  public String brief() {
    return TextReport.brief(this);
  }

  /** The name of the report's files, without extension: letters, digits and hyphens. */
  public String fileName() {
    return backend.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-|-$", "");
  }

  /**
   * Writes the report as text and as HTML.
   *
   * @param folder where to; it is made if it is not there
   * @return the files
   */
  public List<Path> write(Path folder) {
    Path text = folder.resolve(fileName() + ".txt");
    Path html = folder.resolve(fileName() + ".html");
    try {
      Files.createDirectories(folder);
      Files.writeString(text, TextReport.full(this));
      Files.writeString(html, HtmlReport.of(this));
    } catch (IOException e) {
      throw new UncheckedIOException("parity report: cannot write " + text + " and " + html, e);
    }
    return List.of(text, html);
  }
}
