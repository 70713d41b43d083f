package ceres.chat.server.config;

import java.util.Locale;
import java.util.Set;

/**
 * The origins (RFC 6454 §6.2) whose pages may connect.
 *
 * <p>Immutable.
 *
 * @param any whether every origin may
 * @param origins those that may, in lower case; empty with {@code any}
 */
public record CorsOrigins(boolean any, Set<String> origins) {
  /** No page of another origin may connect. */
  public static final CorsOrigins NONE = new CorsOrigins(false, Set.of());

  /** Every page may connect. */
  public static final CorsOrigins ANY = new CorsOrigins(true, Set.of());

  /** Keeps its own copy. */
  public CorsOrigins {
    origins = Set.copyOf(origins);
  }

  /** Whether the pages of this origin, as its {@code Origin} header says, may connect. */
  public boolean allows(String origin) {
    return any || origins.contains(origin.toLowerCase(Locale.ROOT));
  }
}
