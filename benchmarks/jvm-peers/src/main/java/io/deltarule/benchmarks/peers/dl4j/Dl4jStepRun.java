package io.deltarule.benchmarks.peers.dl4j;

import io.deltarule.benchmarks.measure.ProcessMemory;
import io.deltarule.benchmarks.measure.Refusal;
import io.deltarule.benchmarks.measure.SteadyState;
import io.deltarule.benchmarks.measure.StepClock;
import io.deltarule.benchmarks.measure.StepFigures;
import io.deltarule.benchmarks.measure.StepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures a workload on DL4J, in this JVM, and prints {@link StepFigures} or a {@link Refusal}.
 */
public final class Dl4jStepRun {
  private static final String VERSION =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private Dl4jStepRun() {}

  /** Takes the arguments of a {@link StepRequest}. */
  public static void main(String[] arguments) {
    StepRequest request = StepRequest.parse(arguments);
    System.out.println(
        Dl4jWorkload.named(request.workload())
            .map(workload -> measure(request, workload).toLine())
            .orElseGet(() -> new Refusal(Dl4jWorkload.lacks(request.workload())).toLine()));
  }

  private static StepFigures measure(StepRequest request, Dl4jWorkload workload) {
    Nd4j.getEnvironment().setMaxMasterThreads(request.threads());
    Nd4j.getEnvironment().setMaxThreads(request.threads());
    Nd4j.getRandom().setSeed(1);
    MultiLayerNetwork network = workload.network();
    INDArray features = workload.features(request.batch());
    INDArray labels = workload.labels(request.batch());
    double[] losses = {Double.NaN};
    StepClock.Times times =
        new StepClock(request.warmup(), request.seconds())
            .time(
                () -> {
                  network.fit(features, labels);
                  if (Double.isNaN(losses[0])) {
                    losses[0] = network.score();
                  }
                });
    return figures(request, network, times, losses[0]);
  }

  private static StepFigures figures(
      StepRequest request, MultiLayerNetwork network, StepClock.Times times, double firstLoss) {
    OptionalLong peak = ProcessMemory.peakBytes();
    OptionalDouble steady = SteadyState.seconds(times.warmup(), times.median());
    return new StepFigures(
        "DL4J " + version(),
        request.workload(),
        request.batch(),
        request.threads(),
        network.numParams(),
        times.counted().length,
        times.median() * 1e3,
        times.shortest() * 1e3,
        null,
        null,
        times.allocatedBytesPerStep(),
        peak.isPresent() ? peak.getAsLong() : null,
        times.firstStepEnd(),
        steady.isPresent() ? steady.getAsDouble() : null,
        firstLoss,
        network.score());
  }

  /** The jar says it only in what Maven left there. */
  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(VERSION)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
