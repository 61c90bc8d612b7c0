package io.deltarule.benchmarks.suite;

import io.deltarule.benchmarks.ceiling.Ceiling;
import io.deltarule.benchmarks.measure.ChildProcess;
import io.deltarule.benchmarks.measure.Contestant;
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
 * in turns, so that a machine that slows down slows all; then this engine on other numbers of
 * threads and at other batch sizes. Each in a process of its own.
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
    this.settings = settings;
    this.classPath = classPath;
    this.progress = progress;
    this.ours = new Contestant("Deltarule", ChildProcess.java(classPath, StepRun.class.getName()));
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
   * @throws IOException if a process of this engine fails; a peer that fails is left out, with a
   *     note; one that was still getting faster when it was measured has a note too
   */
  Findings run(List<Contestant> peers, boolean onProcessors)
      throws IOException, InterruptedException {
    if (onProcessors) {
      measureCeilings();
    }
    List<Result> results = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    for (Rounds rounds : inTurns(peers)) {
      results.add(result(ours.name(), rounds.ours()));
      rounds.theirs().forEach((peer, samples) -> results.add(result(peer, samples)));
      rounds
          .theirs()
          .forEach((peer, samples) -> ratios.add(Ratio.of(peer, rounds.ours(), samples)));
    }
    results.stream().filter(r -> r.steadySeconds() == null).forEach(this::noteUnsteady);
    List<Result> threadScaling = new ArrayList<>();
    List<Result> batchScaling = new ArrayList<>();
    for (TrainingWorkload workload : settings.workloads()) {
      Result standard =
          results.stream()
              .filter(r -> r.workload().equals(workload.name()) && r.engine().equals(ours.name()))
              .findFirst()
              .orElseThrow();
      for (int threads : settings.threadCounts()) {
        threadScaling.add(
            threads == standard.threads() ? standard : once(workload, workload.batch(), threads));
      }
      for (int batch : settings.batchSizes(workload)) {
        batchScaling.add(
            batch == standard.batch() ? standard : once(workload, batch, settings.threads()));
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
    for (int threads : new TreeSet<>(settings.threadCounts())) {
      progress.accept("ceilings, threads " + threads);
      ceilings.put(threads, CeilingRun.measure(classPath, threads));
    }
  }

  /** The samples of a workload, one a round. */
  private record Rounds(
      List<Contestant.Sample> ours, Map<String, List<Contestant.Sample>> theirs) {}

  private List<Rounds> inTurns(List<Contestant> peers) throws IOException, InterruptedException {
    List<Rounds> all = new ArrayList<>();
    for (int i = 0; i < settings.workloads().size(); i++) {
      Map<String, List<Contestant.Sample>> theirs = new LinkedHashMap<>();
      peers.forEach(peer -> theirs.put(peer.name(), new ArrayList<>()));
      all.add(new Rounds(new ArrayList<>(), theirs));
    }
    for (int round = 1; round <= settings.rounds(); round++) {
      for (int i = 0; i < settings.workloads().size(); i++) {
        TrainingWorkload workload = settings.workloads().get(i);
        String where = workload.name() + ", round " + round + " of " + settings.rounds() + ": ";
        progress.accept(where + ours.name());
        StepRequest request = request(workload, workload.batch(), settings.threads());
        all.get(i).ours().add(ours.measure(request));
        for (Contestant peer : peers) {
          if (all.get(i).theirs().containsKey(peer.name())) {
            progress.accept(where + peer.name());
            measure(peer, request, all.get(i).theirs());
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
      String note = peer.name() + " is left out of " + request.workload() + ": " + e.getMessage();
      notes.add(note);
      progress.accept(note);
    }
  }

  private Result once(TrainingWorkload workload, int batch, int threads)
      throws IOException, InterruptedException {
    progress.accept(workload.name() + ", batch " + batch + ", threads " + threads);
    return result(ours.name(), List.of(ours.measure(request(workload, batch, threads))));
  }

  private StepRequest request(TrainingWorkload workload, int batch, int threads) {
    return new StepRequest(
        workload.name(), settings.device(), batch, threads, settings.warmup(), settings.seconds());
  }

  private Result result(String engine, List<Contestant.Sample> samples) {
    return Result.of(engine, samples, ceilings.get(samples.get(0).figures().threads()));
  }
}
