package ceres.conformance.support;

import ceres.testing.soak.world.ChatProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server as a process of its own, with the secrets of these tests. */
public final class ServerProcess extends ChatProcess {
  private static final boolean TRAINED = Boolean.getBoolean("ceres.trained");

  private ServerProcess(
      List<String> starter, List<String> options, Map<String, String> settings, int seconds) {
    super(starter, options, settings, seconds);
  }

  private ServerProcess(List<String> command, Map<String, String> settings, int seconds) {
    super(command, settings, seconds);
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
    List<String> allOptions = new ArrayList<>(options);
    allOptions.addAll(ownClasses());
    return new ServerProcess(starter, allOptions, withSecrets(settings), seconds);
  }

  /**
   * The same as its users start it: with the options of the JVM that it comes with and, if {@code
   * -Dceres.trained=true}, with what {@code ./run} has the JVM learn. That has to be there already,
   * because a build that runs tests lets no other begin.
   */
  public static ServerProcess startAsUsersDo(Map<String, String> settings, int seconds) {
    return TRAINED
        ? new ServerProcess(
            List.of(Project.root().resolve("run").toString()), withSecrets(settings), seconds)
        : start(settings, seconds, List.of(), List.of(jvmOptions()));
  }

  /** The option that has java read those that Ceres comes with. */
  public static String jvmOptions() {
    return "@" + Project.root().resolve("chat/server/src/main/dist/jvm.options");
  }

  private static Map<String, String> withSecrets(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("JWT_SECRET", Tokens.SECRET);
    all.put("MANAGEMENT_TOKEN", Management.TOKEN);
    all.putAll(settings);
    return all;
  }

  /** Where it is managed. */
  public Management management() {
    return new Management(managementPort());
  }
}
