package ceres.chat.server.config;

import ceres.chat.server.token.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The management address.
 *
 * @param host address or name to bind
 * @param port 0 takes a free one; {@link #OFF}: there is no management address
 * @param insisted whether the port was asked for, so that Ceres does not start without it
 * @param token what operators show, or null to let nobody operate
 */
public record ManagementConfig(String host, int port, boolean insisted, @Nullable Secret token) {
  /** The port of no address. */
  public static final int OFF = -1;

  /** What is used where nothing else is said. */
  static final int DEFAULT_PORT = 4001;

  /** Whether there is a management address. */
  public boolean on() {
    return port != OFF;
  }
}
