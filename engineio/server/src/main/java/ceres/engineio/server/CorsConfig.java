package ceres.engineio.server;

import java.util.Set;

/**
 * Which origins' pages may read answers to polling requests (Fetch standard, "CORS protocol").
 * Immutable.
 *
 * @param origins origins such as {@code https://example.org}, or {@code *} for all
 */
public record CorsConfig(Set<String> origins) {

  /** No other origin. */
  public static final CorsConfig OFF = new CorsConfig(Set.of());

  public CorsConfig {
    origins = Set.copyOf(origins);
  }

  /** Whether a page of this origin may read the answers. */
  boolean allows(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }
}
