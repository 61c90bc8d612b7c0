package io.deltarule.benchmarks.suite;

import io.deltarule.benchmarks.ceiling.Ceiling;
import io.deltarule.benchmarks.measure.ChildProcess;
import io.deltarule.benchmarks.measure.Contestant;
import io.deltarule.benchmarks.measure.RefusedException;
import io.deltarule.benchmarks.measure.StepRequest;
import io.deltarule.benchmarks.workload.TrainingWorkload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Runs the measurements: the machine's ceilings; then, round by round, each engine on each workload
 * in turns, so that a machine that slows down slows all; the ceilings again, of which the higher
 * count; then this engine on other numbers of threads and at other batch sizes. Each in a process
 * of its own.
 */
final class Suite {
  private final SuiteSettings settings;
  private final String classPath;
  private final Consumer<String> progress;
  private final Contestant ours;
  private final Map<Integer, Ceiling> ceilings = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * A suite.
   *
   * @param classPath what this engine's processes run with
   * @param progress is told what is being measured, a line each
   */
  Suite(SuiteSettings settings, String classPath, Consumer<String> progress) {
    this(
        settings,
        classPath,
        new Contestant("Deltarule", ChildProcess.java(classPath, StepRun.class.getName())),
        progress);
  }

  /** The same with another start of this engine. */
  Suite(SuiteSettings settings, String classPath, Contestant ours, Consumer<String> progress) {
    this.settings = settings;
    this.classPath = classPath;
    this.ours = ours;
    this.progress = progress;
  }

  /** What the suite found. */
  record Findings(
      List<Ceiling> ceilings,
      List<Result> results,
      List<Ratio> ratios,
      List<Result> threadScaling,
      List<Result> batchScaling,
      List<String> notes) {}

  /**
   * Runs everything.
   *
   * @param peers the other engines
   * @param onProcessors whether the device is this machine's processors, which have the ceilings
   * @throws IOException if a process of this engine fails; a workload that the machine has not the
   *     memory for is left out, with a note, and so is a peer that fails or lacks the workload; one
   *     that was still getting faster when it was measured has a note too
   */
  Findings run(List<Contestant> peers, boolean onProcessors)
      throws IOException, InterruptedException {
    if (onProcessors) {
      measureCeilings();
    }
    List<Result> results = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    List<Result> threadScaling = new ArrayList<>();
    List<Result> batchScaling = new ArrayList<>();
    List<Turns> all = inTurns(peers);
    if (onProcessors) {
      measureCeilings();
    }
    for (Turns turns : all) {
      results.add(result(ours.name(), turns.ours()));
      turns.theirs().forEach((peer, samples) -> results.add(result(peer, samples)));
      turns.theirs().forEach((peer, samples) -> ratios.add(Ratio.of(peer, turns.ours(), samples)));
    }
    results.stream().filter(r -> r.steadySeconds() == null).forEach(this::noteUnsteady);
    for (Turns turns : all) {
      Result standard = result(ours.name(), turns.ours());
      for (int threads : settings.threadCounts()) {
        scale(turns.workload(), turns.workload().batch(), threads, standard, threadScaling);
      }
      for (int batch : settings.batchSizes(turns.workload())) {
        scale(turns.workload(), batch, settings.threads(), standard, batchScaling);
      }
    }
    return new Findings(
        List.copyOf(ceilings.values()), results, ratios, threadScaling, batchScaling, notes);
  }

  private void noteUnsteady(Result result) {
    notes.add(
        result.workload()
            + ", "
            + result.engine()
            + ": not steady within "
            + settings.warmup()
            + " s of warm-up in each round; its figures are too slow, give a longer --warmup");
  }

  private void measureCeilings() throws IOException, InterruptedException {
    TreeSet<Integer> counts = new TreeSet<>(settings.threadCounts());
    counts.add(settings.threads());
    for (int threads : counts) {
      progress.accept("ceilings, threads " + threads);
      ceilings.merge(threads, CeilingRun.measure(classPath, threads), Ceiling::higher);
    }
  }

  /** The samples of a workload, one a round. */
  private record Turns(
      TrainingWorkload workload,
      List<Contestant.Sample> ours,
      Map<String, List<Contestant.Sample>> theirs) {
    static Turns of(TrainingWorkload workload, List<Contestant> peers) {
      Map<String, List<Contestant.Sample>> theirs = new LinkedHashMap<>();
      peers.forEach(peer -> theirs.put(peer.name(), new ArrayList<>()));
      return new Turns(workload, new ArrayList<>(), theirs);
    }
  }

  private List<Turns> inTurns(List<Contestant> peers) throws IOException, InterruptedException {
    List<Turns> all = new ArrayList<>();
    settings.workloads().forEach(workload -> all.add(Turns.of(workload, peers)));
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Turns turns : List.copyOf(all)) {
        TrainingWorkload workload = turns.workload();
        String where = workload.name() + ", round " + round + " of " + settings.rounds() + ": ";
        progress.accept(where + ours.name());
        StepRequest request = request(workload, workload.batch(), settings.threads());
        try {
          turns.ours().add(ours.measure(request));
        } catch (RefusedException e) {
          all.remove(turns);
          note(workload.name() + " is left out: " + e.getMessage());
          continue;
        }
        for (Contestant peer : peers) {
          if (turns.theirs().containsKey(peer.name())) {
            progress.accept(where + peer.name());
            measure(peer, request, turns.theirs());
          }
        }
      }
    }
    return all;
  }

  /** A peer that fails once is left out of the workload: its rounds would not be comparable. */
  private void measure(
      Contestant peer, StepRequest request, Map<String, List<Contestant.Sample>> to)
      throws InterruptedException {
    try {
      to.get(peer.name()).add(peer.measure(request));
    } catch (IOException | IllegalArgumentException e) {
      to.remove(peer.name());
      note(peer.name() + " is left out of " + request.workload() + ": " + e.getMessage());
    }
  }

  /** Measures this engine once more, if not the standard way, which has a result already. */
  private void scale(
      TrainingWorkload workload, int batch, int threads, Result standard, List<Result> to)
      throws IOException, InterruptedException {
    if (batch == standard.batch() && threads == standard.threads()) {
      to.add(standard);
      return;
    }
    String what = workload.name() + ", batch " + batch + ", threads " + threads;
    progress.accept(what);
    try {
      to.add(result(ours.name(), List.of(ours.measure(request(workload, batch, threads)))));
    } catch (RefusedException e) {
      note(what + " is left out: " + e.getMessage());
    }
  }

  private void note(String note) {
    notes.add(note);
    progress.accept(note);
  }

  private StepRequest request(TrainingWorkload workload, int batch, int threads) {
    return new StepRequest(
        workload.name(), settings.device(), batch, threads, settings.warmup(), settings.seconds());
  }

  private Result result(String engine, List<Contestant.Sample> samples) {
    return Result.of(engine, samples, ceilings.get(samples.get(0).figures().threads()));
  }
}
