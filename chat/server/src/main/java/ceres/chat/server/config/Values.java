package ceres.chat.server.config;

import ceres.chat.core.Rate;
import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.server.config.Setting.Parser;
import ceres.chat.server.token.Secret;
import ceres.engineio.server.TrustedProxies;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that settings have, each with the sentence it is refused with. */
final class Values {
  private static final Pattern OPERATOR_TOKEN = Pattern.compile("[!-~]{16,}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?]?");
  private static final Pattern ORIGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://(\\[[0-9a-f:.]+]|[^\\s/?#@:\\[\\]]+)(:[0-9]{1,5})?");

  /** What a policy of a page can name (CSP Level 3, section 2.3.1). */
  private static final Pattern WEB_ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?");

  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})");

  private Values() {}

  static Parser<Integer> from(int least, int most) {
    return text -> (int) whole(text, least, most, "");
  }

  static Parser<Long> bytes(long least, long most) {
    return text -> whole(text, least, most, " (bytes)");
  }

  static Parser<Duration> millis(int least, int most) {
    return text -> Duration.ofMillis(whole(text, least, most, " (milliseconds)"));
  }

  static Parser<Duration> seconds(int least, int most) {
    return text -> Duration.ofSeconds(whole(text, least, most, " (seconds)"));
  }

  private static long whole(String text, long least, long most, String unit) throws WrongValue {
    if (text.matches("[0-9]{1,15}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new WrongValue("must be a whole number from " + least + " to " + most + unit);
  }

  static boolean onOrOff(String text) throws WrongValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new WrongValue("must be on or off");
    };
  }

  static Rate rate(String text) throws WrongValue {
    if (text.equalsIgnoreCase("off")) {
      return Rate.UNLIMITED;
    }
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new WrongValue("must be off, or how many per second and how many at once, as 50/500");
    }
    return new Rate(Integer.parseInt(rate.group(1)), Integer.parseInt(rate.group(2)));
  }

  static List<String> networks(String text) throws WrongValue {
    List<String> networks = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    try {
      TrustedProxies _ = TrustedProxies.of(networks, TrustedProxies.Header.X_FORWARDED_FOR);
    } catch (IllegalArgumentException e) {
      throw new WrongValue(
          "must be IP addresses, or networks such as 10.0.0.0/8, separated by commas");
    }
    return networks;
  }

  /** A port, or {@link ManagementConfig#OFF}. */
  static Parser<Integer> portOrOff() {
    return text -> {
      if (text.equalsIgnoreCase("off")) {
        return ManagementConfig.OFF;
      }
      try {
        return (int) whole(text, 0, 65_535, "");
      } catch (WrongValue e) {
        throw new WrongValue(e.requirement() + ", or off");
      }
    };
  }

  /** A secret that is too long to be guessed by trying. */
  static Secret operatorToken(String text) throws WrongValue {
    if (!OPERATOR_TOKEN.matcher(text).matches()) {
      throw new WrongValue("must have 16 visible ASCII characters or more, and no other");
    }
    return secret(text);
  }

  static boolean yesOrNo(String text) throws WrongValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new WrongValue("must be true or false");
    };
  }

  static <E extends Enum<E>> Parser<E> oneOf(Class<E> type) {
    E[] all = Objects.requireNonNull(type.getEnumConstants());
    String names =
        Arrays.stream(all)
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return text -> {
      for (E value : all) {
        if (value.name().equalsIgnoreCase(text)) {
          return value;
        }
      }
      throw new WrongValue("must be one of " + names);
    };
  }

  static String host(String text) throws WrongValue {
    if (!HOST.matcher(text).matches()) {
      throw new WrongValue("must be an IP address or a host name, without a port");
    }
    return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
  }

  static Path path(String text) throws WrongValue {
    return path(text, "must be the path of a folder");
  }

  static Path file(String text) throws WrongValue {
    return path(text, "must be the path of a file");
  }

  private static Path path(String text, String requirement) throws WrongValue {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new WrongValue(requirement);
    }
  }

  static Secret secret(String text) throws WrongValue {
    try {
      return Secret.of(text);
    } catch (IllegalArgumentException e) {
      throw new WrongValue("must not be empty");
    }
  }

  static DatabaseAddress databaseAddress(String text) throws WrongValue {
    try {
      return DatabaseAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new WrongValue(
          "must look like postgresql://user:password@host:port/database, with @ / ? and # in the"
              + " password percent-encoded");
    }
  }

  static URI webAddress(String text) throws WrongValue {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (Set.of("http", "https").contains(scheme)
          && address.getHost() != null
          && address.getUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new WrongValue("must be an http:// or https:// address, without user and password");
  }

  static CorsOrigins origins(String text) throws WrongValue {
    if (text.equals("*")) {
      return CorsOrigins.ANY;
    }
    Set<String> origins = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      String origin = part.strip().toLowerCase(Locale.ROOT);
      if (!ORIGIN.matcher(origin).matches()) {
        throw new WrongValue(
            "must be * or origins such as https://example.org, without a path, separated by commas");
      }
      origins.add(origin);
    }
    return new CorsOrigins(false, origins);
  }

  static List<String> webOrigins(String text) throws WrongValue {
    List<String> origins = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String origin = part.strip().toLowerCase(Locale.ROOT);
      if (!WEB_ORIGIN.matcher(origin).matches()) {
        throw new WrongValue(
            "must be origins such as https://example.org, without a path, separated by commas");
      }
      origins.add(origin);
    }
    return List.copyOf(origins);
  }
}
