package io.deltarule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What an epoch gave.
 *
 * @param epoch the epoch, from 1
 * @param trainLoss the mean loss over the epoch's training samples, as they were seen
 * @param validationLoss the mean loss over the validation set after the epoch, if there is one
 * @param metrics further figures on the validation set, by name, in the order they were asked for
 * @param seconds time spent training, without evaluation
 * @param samplesPerSecond training samples in that time
 */
public record EpochResult(
    int epoch,
    double trainLoss,
    OptionalDouble validationLoss,
    Map<String, Double> metrics,
    double seconds,
    double samplesPerSecond) {
  public EpochResult {
    // Not Map.copyOf: it forgets the order in which the figures print.
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
