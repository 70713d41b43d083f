package ceres.chat.server.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a token is valid, as people write it: {@code 30m}, {@code 1h}, {@code 7d}, PT1H. */
final class Lifetime {
  private static final Pattern SHORT = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(3660);

  private Lifetime() {}

  /** From one second to ten years, or nothing. */
  static Optional<Duration> parse(String text) {
    return any(text.strip().toLowerCase(Locale.ROOT))
        .filter(time -> time.compareTo(Duration.ofSeconds(1)) >= 0)
        .filter(time -> time.compareTo(LONGEST) <= 0);
  }

  private static Optional<Duration> any(String text) {
    Matcher parts = SHORT.matcher(text);
    try {
      if (!parts.matches()) {
        return Optional.of(Duration.parse(text));
      }
      long count = Long.parseLong(parts.group(1));
      return Optional.of(
          switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
