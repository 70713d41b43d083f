package ceres.chat.server.config;

import ceres.chat.core.ChatLimits;
import ceres.chat.core.Rate;
import ceres.engineio.server.ConnectionLimits;
import ceres.engineio.server.TrustedProxies;
import java.util.List;

/**
 * What clients may do. Immutable.
 *
 * @param users what a user may do
 * @param connections what an address, and all, may do
 * @param maxBuffered the most bytes that may wait for one client
 * @param maxConnectErrors refused CONNECTs of one connection; 0: any number
 */
public record LimitsConfig(
    ChatLimits users, ConnectionLimits connections, int maxBuffered, int maxConnectErrors) {
  /** Who was refused so often on one connection will not be let in on it. */
  private static final int MAX_CONNECT_ERRORS = 20;

  static LimitsConfig from(SettingValues values) {
    boolean rates = values.get(LimitSettings.RATE_LIMITS);
    return new LimitsConfig(
        rates ? users(values) : ChatLimits.NONE,
        connections(values, rates),
        values.get(LimitSettings.MAX_BUFFERED),
        rates ? MAX_CONNECT_ERRORS : 0);
  }

  private static ChatLimits users(SettingValues values) {
    return new ChatLimits(
        values.get(LimitSettings.CONNECT_RATE),
        values.get(LimitSettings.MESSAGE_RATE),
        values.get(LimitSettings.JOIN_RATE),
        values.get(LimitSettings.TYPING_RATE),
        values.get(LimitSettings.EVENT_RATE),
        values.get(LimitSettings.MAX_CONNECTIONS_PER_USER));
  }

  private static ConnectionLimits connections(SettingValues values, boolean rates) {
    List<String> proxies = values.find(LimitSettings.TRUSTED_PROXIES).orElse(List.of());
    ConnectionLimits limits =
        ConnectionLimits.DEFAULTS
            .withConnections(
                values.get(LimitSettings.MAX_CONNECTIONS),
                rates ? values.get(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS) : 0)
            .withTimeouts(
                values.get(LimitSettings.REQUEST_TIMEOUT), values.get(LimitSettings.IDLE_TIMEOUT))
            .withSizes(
                values.get(LimitSettings.MAX_HEADERS), values.get(LimitSettings.MAX_BUFFERED_TOTAL))
            .withProxies(TrustedProxies.of(proxies, values.get(LimitSettings.FORWARDED_HEADER)));
    return rates
        ? limits.withHandshakes(
            engine(values.get(LimitSettings.HANDSHAKE_RATE)),
            engine(values.get(LimitSettings.HANDSHAKE_RATE_PER_ADDRESS)))
        : limits;
  }

  private static ceres.engineio.server.Rate engine(Rate rate) {
    return new ceres.engineio.server.Rate(rate.perSecond(), rate.burst());
  }
}
