package io.deltarule.backend;

import java.util.List;

/** Finds out whether a backend can run here, and opens it. Found with {@code ServiceLoader}. */
public interface BackendProvider {
  /** The name it is asked for by, such as {@code cpu}. */
  String name();

  /**
   * Automatic choice takes the usable provider of highest preference; one below 0 is only taken
   * when asked for by name.
   */
  int preference();

  /** What must hold for the backend to run, and whether it does here. */
  List<Check> check(BackendOptions options);

  /**
   * Opens the backend.
   *
   * @throws BackendUnavailableException if a required check failed
   */
  Backend open(BackendOptions options);
}
