package ceres.chat.server.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as clients read them: ISO 8601, UTC, always three digits of milliseconds, {@code Z}. */
public final class Timestamps {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** A time as text. */
  public static String of(Instant time) {
    return MILLISECONDS.format(time);
  }
}
