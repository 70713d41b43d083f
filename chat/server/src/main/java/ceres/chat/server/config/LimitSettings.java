package ceres.chat.server.config;

import ceres.chat.core.Rate;
import ceres.engineio.server.TrustedProxies;
import java.time.Duration;
import java.util.List;

/** The part of the table of settings that limits what clients may do: docs/limits.md. */
public final class LimitSettings {
  public static final Setting<Boolean> RATE_LIMITS =
      Setting.of(
          "RATE_LIMITS",
          "<on|off>",
          "on",
          "whether there are limits for each user and each address, and rates",
          Values::onOrOff);

  public static final Setting<Rate> MESSAGE_RATE =
      rate("MESSAGE_RATE", "50/500", "messages of a user: per second / at once after a pause");

  public static final Setting<Rate> TYPING_RATE =
      rate("TYPING_RATE", "20/100", "the same for typing_start and typing_stop");

  public static final Setting<Rate> JOIN_RATE =
      rate("JOIN_RATE", "20/400", "the same for join_room and leave_room");

  public static final Setting<Rate> EVENT_RATE =
      rate("EVENT_RATE", "50/500", "the same for all other events");

  public static final Setting<Rate> CONNECT_RATE =
      rate("CONNECT_RATE", "10/200", "the same for connecting with a valid token");

  public static final Setting<Integer> MAX_CONNECTIONS_PER_USER =
      Setting.of(
          "MAX_CONNECTIONS_PER_USER",
          "<number>",
          "100",
          "connections of a user; 0: any number",
          Values.from(0, 1_000_000));

  public static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      Setting.of(
          "MAX_CONNECTIONS_PER_ADDRESS",
          "<number>",
          "1000",
          "connections of an IPv4 address or an IPv6 /64; 0: any number",
          Values.from(0, 10_000_000));

  public static final Setting<Integer> MAX_CONNECTIONS =
      Setting.of(
          "MAX_CONNECTIONS",
          "<number>",
          "100000",
          "connections of all clients; 0: any number",
          Values.from(0, 10_000_000));

  public static final Setting<Rate> HANDSHAKE_RATE_PER_ADDRESS =
      rate(
          "HANDSHAKE_RATE_PER_ADDRESS",
          "100/1000",
          "handshakes of an address: per second / at once after a pause");

  public static final Setting<Rate> HANDSHAKE_RATE =
      rate("HANDSHAKE_RATE", "2000/10000", "the same for those of all clients");

  public static final Setting<Duration> REQUEST_TIMEOUT =
      Setting.of(
          "REQUEST_TIMEOUT",
          "<ms>",
          "15000",
          "time for an HTTP request to come as a whole; 0: any",
          Values.millis(0, 86_400_000));

  public static final Setting<Duration> IDLE_TIMEOUT =
      Setting.of(
          "IDLE_TIMEOUT",
          "<ms>",
          "75000",
          "time that an HTTP connection may be without a request; 0: any",
          Values.millis(0, 86_400_000));

  public static final Setting<Integer> MAX_HEADERS =
      Setting.of(
          "MAX_HEADERS",
          "<bytes>",
          "16384",
          "all headers of a request",
          Values.from(1_024, 1_000_000));

  public static final Setting<Integer> MAX_BUFFERED =
      Setting.of(
          "MAX_BUFFERED",
          "<bytes>",
          "4194304",
          "what may wait for one client that does not read",
          Values.from(1_048_576, 1_000_000_000));

  public static final Setting<Long> MAX_BUFFERED_TOTAL =
      Setting.of(
          "MAX_BUFFERED_TOTAL",
          "<bytes>",
          "134217728",
          "what may wait for all clients; 0: any amount",
          Values.bytes(0, 1L << 40));

  public static final Setting<List<String>> TRUSTED_PROXIES =
      Setting.optional(
          "TRUSTED_PROXIES",
          "<networks>",
          "proxies that say whom they speak for, as 10.0.0.0/8,::1",
          Values::networks);

  public static final Setting<TrustedProxies.Header> FORWARDED_HEADER =
      Setting.of(
          "FORWARDED_HEADER",
          "<name>",
          "x_forwarded_for",
          "where these proxies say it: x_forwarded_for or forwarded",
          Values.oneOf(TrustedProxies.Header.class));

  static final List<Setting<?>> ALL =
      List.of(
          RATE_LIMITS,
          MESSAGE_RATE,
          TYPING_RATE,
          JOIN_RATE,
          EVENT_RATE,
          CONNECT_RATE,
          MAX_CONNECTIONS_PER_USER,
          MAX_CONNECTIONS_PER_ADDRESS,
          MAX_CONNECTIONS,
          HANDSHAKE_RATE_PER_ADDRESS,
          HANDSHAKE_RATE,
          REQUEST_TIMEOUT,
          IDLE_TIMEOUT,
          MAX_HEADERS,
          MAX_BUFFERED,
          MAX_BUFFERED_TOTAL,
          TRUSTED_PROXIES,
          FORWARDED_HEADER);

  private LimitSettings() {}

  private static Setting<Rate> rate(String name, String defaultValue, String description) {
    return Setting.of(name, "<rate>", defaultValue, description, Values::rate);
  }
}
