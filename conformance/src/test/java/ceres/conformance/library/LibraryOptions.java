package ceres.conformance.library;

import ceres.engineio.server.EngineConfig;
import ceres.socketio.server.RecoveryConfig;
import ceres.socketio.server.SocketIoConfig;
import java.time.Duration;

/** The settings of a {@link LibraryServer}, as its arguments name them. */
final class LibraryOptions {
  private LibraryOptions() {}

  /**
   * Reads arguments.
   *
   * @param args {@code name=value}, durations in milliseconds
   * @throws IllegalArgumentException naming the argument that is none
   */
  static SocketIoConfig parse(String[] args) {
    SocketIoConfig.Builder config = SocketIoConfig.builder().host("127.0.0.1").port(0);
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("not name=value: " + arg);
      }
      set(config, arg.substring(0, equals), arg.substring(equals + 1));
    }
    return config.build();
  }

  private static void set(SocketIoConfig.Builder config, String name, String value) {
    EngineConfig.Builder engine = config.engine();
    switch (name) {
      case "port" -> config.port(Integer.parseInt(value));
      case "recovery" ->
          config.recovery(RecoveryConfig.DEFAULTS.withMaxDisconnection(millis(value)));
      case "pingInterval" -> config.pingInterval(millis(value));
      case "pingTimeout" -> config.pingTimeout(millis(value));
      case "connectTimeout" -> config.connectTimeout(millis(value));
      case "maxPayload" -> config.maxPayload(Integer.parseInt(value));
      case "allowEio3" -> engine.allowEio3(Boolean.parseBoolean(value));
      case "perMessageDeflate" -> engine.perMessageDeflate(Boolean.parseBoolean(value));
      default -> throw new IllegalArgumentException("there is no option " + name);
    }
  }

  private static Duration millis(String value) {
    return Duration.ofMillis(Long.parseLong(value));
  }
}
