package ceres.socketio.msgpack;

import ceres.socketio.protocol.PacketException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** {@code Date.prototype.toJSON} of ECMAScript. */
final class JavaScriptDate {
  /** As far as a Date reaches in both directions: 100 million days. */
  private static final long FARTHEST_MILLIS = 8_640_000_000_000_000L;

  private JavaScriptDate() {}

  /**
   * The time as a string, for example {@code 2026-11-22T12:00:00.000Z}; a year before 0 or after
   * 9999 has a sign and six digits.
   *
   * @param millis since 1970
   * @throws PacketException if no Date is so far away
   */
  static String toJson(long millis) throws PacketException {
    if (millis < -FARTHEST_MILLIS || millis > FARTHEST_MILLIS) {
      throw new PacketException("a date that is none");
    }
    OffsetDateTime time = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    int year = time.getYear();
    String format = year >= 0 && year <= 9_999 ? "%04d" : "%+07d";
    return String.format(
        Locale.ROOT,
        format + "-%02d-%02dT%02d:%02d:%02d.%03dZ",
        year,
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        time.getNano() / 1_000_000);
  }
}
