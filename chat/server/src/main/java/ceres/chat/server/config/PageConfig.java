package ceres.chat.server.config;

import java.util.List;

/**
 * The page to chat on.
 *
 * @param on whether there is one
 * @param trial whether a name is enough to sign in on it: the database and the secret are the
 *     server's own, so there are no users that somebody could pretend to be
 * @param tokenOrigins origins whose pages may embed the page and hand it tokens, in lower case
 */
public record PageConfig(boolean on, boolean trial, List<String> tokenOrigins) {
  /** Keeps its own copy. */
  public PageConfig {
    tokenOrigins = List.copyOf(tokenOrigins);
  }
}
