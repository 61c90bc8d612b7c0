package io.deltarule.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which backend is used and why.
 *
 * @param provider the backend's provider
 * @param reason the reason, in a line
 */
public record Selection(BackendProvider provider, String reason) {
  private static final Logger LOG = LoggerFactory.getLogger(Selection.class);

  /** The providers on the class or module path, the most preferred first. */
  public static List<BackendProvider> providers() {
    List<BackendProvider> providers = new ArrayList<>();
    ServiceLoader.load(BackendProvider.class).forEach(providers::add);
    providers.sort(
        Comparator.comparingInt((BackendProvider p) -> -p.preference())
            .thenComparing(BackendProvider::name));
    return providers;
  }

  /**
   * Chooses a backend by name, or the best that can run here for {@code auto}.
   *
   * @throws BackendUnavailableException if the named backend cannot run here
   * @throws IllegalArgumentException if there is no backend of that name, or none at all
   */
  public static Selection of(String device, BackendOptions options) {
    return of(providers(), device, options);
  }

  /** Chooses among providers, the most preferred first. */
  static Selection of(List<BackendProvider> providers, String device, BackendOptions options) {
    return device.equals("auto") ? best(providers, options) : named(providers, device, options);
  }

  private static Selection named(
      List<BackendProvider> providers, String device, BackendOptions options) {
    for (BackendProvider provider : providers) {
      if (provider.name().equals(device)) {
        List<Check> checks = provider.check(options);
        if (checks.stream().anyMatch(Check::isFatal)) {
          throw new BackendUnavailableException(device, checks);
        }
        return new Selection(provider, "asked for by name");
      }
    }
    throw new IllegalArgumentException(
        "there is no backend '"
            + device
            + "'; found "
            + names(providers)
            + " (each is a dependency of its own: engine-cpu, engine-cuda, engine-parity)");
  }

  private static Selection best(List<BackendProvider> providers, BackendOptions options) {
    List<String> passedOver = new ArrayList<>();
    for (BackendProvider provider : providers) {
      if (provider.preference() < 0) {
        continue;
      }
      List<Check> fatal = provider.check(options).stream().filter(Check::isFatal).toList();
      if (fatal.isEmpty()) {
        return new Selection(
            provider,
            passedOver.isEmpty()
                ? "the best of " + names(providers)
                : "the best that can run here; " + String.join("; ", passedOver));
      }
      fatal.forEach(check -> LOG.info("backend {}: {}", provider.name(), check));
      passedOver.add(
          provider.name() + " cannot: " + fatal.get(0).name() + ": " + fatal.get(0).found());
    }
    throw new IllegalArgumentException(
        "no backend can run here: "
            + (passedOver.isEmpty() ? "none was found" : passedOver)
            + "; add engine-cpu to the dependencies");
  }

  private static String names(List<BackendProvider> providers) {
    return providers.stream()
        .map(BackendProvider::name)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
