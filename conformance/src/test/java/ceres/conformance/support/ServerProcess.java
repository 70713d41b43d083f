package ceres.conformance.support;

import ceres.testing.soak.world.ChatProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server as a process of its own, with the secrets of these tests. */
public final class ServerProcess extends ChatProcess {
  private ServerProcess(
      List<String> starter, List<String> options, Map<String, String> settings, int seconds) {
    super(starter, options, settings, seconds);
  }

  /**
   * Returns when it listens.
   *
   * @param settings where the data is
   * @param seconds how long that may take
   */
  public static ServerProcess start(Map<String, String> settings, int seconds) {
    return start(settings, seconds, List.of(), List.of());
  }

  /**
   * The same by another program, or with options of the JVM.
   *
   * @param starter a program and its arguments, to which the server's command is added
   */
  public static ServerProcess start(
      Map<String, String> settings, int seconds, List<String> starter, List<String> options) {
    Map<String, String> all = new HashMap<>();
    all.put("JWT_SECRET", Tokens.SECRET);
    all.put("MANAGEMENT_TOKEN", Management.TOKEN);
    all.putAll(settings);
    List<String> allOptions = new ArrayList<>(options);
    allOptions.addAll(ownClasses());
    return new ServerProcess(starter, allOptions, all, seconds);
  }

  /** Where it is managed. */
  public Management management() {
    return new Management(managementPort());
  }
}
