package ceres.conformance.faults;

import ceres.conformance.support.Management;
import ceres.conformance.support.Tokens;
import ceres.testing.soak.world.ChatProcess;
import java.util.HashMap;
import java.util.Map;

/** The server as a process of its own, with the secrets of these tests. */
final class ServerProcess extends ChatProcess {
  private ServerProcess(Map<String, String> settings, int seconds) {
    super(ownClasses(), settings, seconds);
  }

  /**
   * Returns when it listens.
   *
   * @param settings where the data is
   * @param seconds how long that may take
   */
  static ServerProcess start(Map<String, String> settings, int seconds) {
    Map<String, String> all = new HashMap<>();
    all.put("JWT_SECRET", Tokens.SECRET);
    all.put("MANAGEMENT_TOKEN", Management.TOKEN);
    all.putAll(settings);
    return new ServerProcess(all, seconds);
  }

  /** Where it is managed. */
  Management management() {
    return new Management(managementPort());
  }
}
