package ceres.chat.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that was built. */
public final class Version {
  private Version() {}

  /** For example {@code 1.2.3}. */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/ceres-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // then it is unknown
    }
    return properties.getProperty("version", "(unknown version)");
  }

  static String text() {
    return "Ceres " + number();
  }
}
