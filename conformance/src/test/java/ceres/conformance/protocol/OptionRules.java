package ceres.conformance.protocol;

import static ceres.conformance.protocol.Rule.On.BOTH;
import static ceres.conformance.protocol.Rule.On.POLLING;
import static ceres.conformance.protocol.Rule.On.WEBSOCKET;
import static ceres.conformance.protocol.Rules.rule;

import java.util.List;

/** The rules about options and their defaults. */
final class OptionRules {
  private static final String DOCUMENTATION = "Socket.IO documentation, ";

  static final List<Rule> ALL =
      List.of(
          rule(
              "requests_go_to_socket_io_and_nowhere_else",
              BOTH,
              DOCUMENTATION + "Server options",
              "Requests go to the path `/socket.io/` unless another is set; any other is 404."),
          rule(
              "both_transports_are_on_and_each_can_be_switched_off",
              BOTH,
              DOCUMENTATION + "Server options",
              "Both transports are on; one that is switched off is unknown."),
          rule(
              "upgrades_are_allowed_unless_switched_off",
              POLLING,
              DOCUMENTATION + "Server options",
              "`allowUpgrades` is on; if it is off, `upgrades` is empty and a WebSocket with a `sid` is refused."),
          rule(
              "an_upgrade_has_ten_seconds",
              POLLING,
              DOCUMENTATION + "Server options",
              "`upgradeTimeout` is 10,000 ms; then the WebSocket is closed, and polling goes on."),
          rule(
              "an_upgrade_for_another_path_is_refused_within_a_second",
              WEBSOCKET,
              DOCUMENTATION + "Server options",
              "A WebSocket for a path that nobody serves is refused with 404, within the 1,000 ms of `destroyUpgradeTimeout`."),
          rule(
              "heartbeat_and_size_have_the_known_defaults",
              BOTH,
              DOCUMENTATION + "Server options",
              "`pingInterval` is 25,000 ms, `pingTimeout` 20,000 ms, `maxHttpBufferSize` 1,000,000 bytes; OPEN announces what is set."),
          rule(
              "polling_answers_are_compressed_from_1024_bytes_on",
              POLLING,
              DOCUMENTATION + "Server options",
              "`httpCompression` is on: answers of 1,024 bytes and more are compressed for clients that accept it."),
          rule(
              "websocket_messages_are_not_compressed_unless_switched_on",
              WEBSOCKET,
              DOCUMENTATION + "Server options",
              "`perMessageDeflate` is off: the extension is not agreed to."),
          rule(
              "there_is_no_cookie_unless_switched_on",
              BOTH,
              DOCUMENTATION + "Server options",
              "`cookie` is off; if it is on, the first answer sets `io` to the session id, path `/`, HttpOnly, SameSite=Lax."),
          rule(
              "there_is_no_cors_unless_switched_on",
              POLLING,
              DOCUMENTATION + "Server options",
              "`cors` is off: no answer has a header of CORS; if it is on, an origin that is allowed is echoed."),
          rule(
              "allow_request_is_asked_about_each_handshake",
              BOTH,
              DOCUMENTATION + "Server options",
              "`allowRequest` is none; if there is one, whom it refuses gets error 4."),
          rule(
              "engine_3_is_refused_unless_switched_on",
              BOTH,
              DOCUMENTATION + "Server options",
              "`allowEIO3` is off: `EIO=3` is error 5; if it is on, such a client gets its OPEN, pings, and is answered."),
          rule(
              "a_connect_has_45_seconds",
              BOTH,
              DOCUMENTATION + "Server options",
              "`connectTimeout` is 45,000 ms."),
          rule(
              "a_packet_has_at_most_ten_attachments",
              BOTH,
              DOCUMENTATION + "Server options",
              "A packet has at most 10 attachments, unless set otherwise; one with more ends the connection."),
          rule(
              "recovery_is_off_unless_switched_on",
              BOTH,
              DOCUMENTATION + "Server options",
              "`connectionStateRecovery` is off: no `pid`, no offsets."));

  private OptionRules() {}
}
