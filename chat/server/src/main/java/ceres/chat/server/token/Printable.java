package ceres.chat.server.token;

/** Makes a stranger's text harmless for a log line. */
final class Printable {
  private static final int LONGEST = 64;

  private Printable() {}

  /** In double quotes, everything but printable ASCII replaced, cut to 64 characters. */
  static String quoted(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return '"' + cut.replaceAll("[^ !#-~]", "?") + '"';
  }
}
