package ceres.conformance.protocol;

import static ceres.conformance.protocol.Rule.On.BOTH;
import static ceres.conformance.protocol.Rule.On.POLLING;
import static ceres.conformance.protocol.Rule.On.WEBSOCKET;
import static ceres.conformance.protocol.Rules.rule;

import java.util.List;

/** The rules of Engine.IO. */
final class EngineRules {
  private static final String ENGINE = "engine.io-protocol README v4, ";

  static final List<Rule> ALL =
      List.of(
          rule(
              "open_carries_exactly_five_fields",
              BOTH,
              ENGINE + "Handshake",
              "OPEN has `sid`, `upgrades`, `pingInterval`, `pingTimeout` and `maxPayload`, and nothing else; `upgrades` is `[\"websocket\"]` on polling and `[]` on WebSocket."),
          rule(
              "an_unknown_transport_is_error_0",
              BOTH,
              ENGINE + "Query parameters",
              "Without a `transport`, or with an unknown one: 400, `{\"code\":0,\"message\":\"Transport unknown\"}`."),
          rule(
              "an_unknown_sid_is_error_1",
              BOTH,
              ENGINE + "Query parameters",
              "A `sid` that is none, or none any more: 400, `{\"code\":1,\"message\":\"Session ID unknown\"}`."),
          rule(
              "only_a_get_opens_a_session",
              POLLING,
              ENGINE + "Request path",
              "Any other method without `sid`: 400, `{\"code\":2,\"message\":\"Bad handshake method\"}`."),
          rule(
              "a_request_that_does_not_fit_its_transport_is_error_3",
              BOTH,
              ENGINE + "Transports",
              "A WebSocket without an upgrade, or an upgrade for polling: 400, `{\"code\":3,\"message\":\"Bad request\"}`."),
          rule(
              "a_missing_or_wrong_version_is_error_5",
              BOTH,
              ENGINE + "Query parameters",
              "Without `EIO`, or with another than 4: 400, `{\"code\":5,\"message\":\"Unsupported protocol version\"}`."),
          rule(
              "an_error_is_an_http_answer_in_json",
              POLLING,
              ENGINE + "Query parameters",
              "An error is a whole HTTP answer with a content type of JSON and a length."),
          rule(
              "a_post_is_answered_ok",
              POLLING,
              ENGINE + "Sending data",
              "A POST is answered 200 `ok`."),
          rule(
              "what_a_post_caused_is_in_the_next_answer",
              POLLING,
              ENGINE + "Receiving data",
              "When a POST has been answered, the next GET returns all that handling it produced, in one body."),
          rule(
              "packets_of_a_body_are_joined_by_u001e",
              POLLING,
              ENGINE + "HTTP long-polling",
              "The packets of a body are joined by U+001E, in both directions, and keep their order."),
          rule(
              "bytes_are_base64_in_a_body",
              POLLING,
              ENGINE + "HTTP long-polling",
              "Bytes are `b` and Base64 in a body."),
          rule(
              "bytes_are_a_binary_frame_as_they_are",
              WEBSOCKET,
              ENGINE + "WebSocket",
              "Bytes are a binary frame, without a packet type in front of them."),
          rule(
              "a_text_comes_back_as_it_was_sent",
              BOTH,
              ENGINE + "Message",
              "A message of text arrives as it was sent: `4hello`."),
          rule(
              "a_body_over_the_limit_is_413",
              POLLING,
              ENGINE + "Handshake",
              "A body of `maxPayload` bytes passes; one more is 413."),
          rule(
              "a_frame_over_the_limit_is_closed_with_1009",
              WEBSOCKET,
              ENGINE + "Handshake",
              "A message of `maxPayload` bytes passes; one more closes the WebSocket with 1009."),
          rule(
              "a_body_that_does_not_parse_is_400_and_ends_the_session",
              POLLING,
              ENGINE + "Packet encoding",
              "A POST that does not parse is 400, and the session ends."),
          rule(
              "a_frame_that_does_not_parse_closes_at_once",
              WEBSOCKET,
              ENGINE + "Packet encoding",
              "A frame that does not parse closes the WebSocket at once."),
          rule(
              "a_second_poll_ends_the_session",
              POLLING,
              ENGINE + "HTTP long-polling",
              "A GET while another is pending: the pending one gets `1`, the second 400, and the session ends."),
          rule(
              "an_aborted_poll_ends_the_session",
              POLLING,
              ENGINE + "HTTP long-polling",
              "A pending GET whose connection is dropped ends the session."),
          rule(
              "a_client_that_closes_gets_its_poll_back",
              POLLING,
              ENGINE + "HTTP long-polling",
              "On `1` from the client a pending GET gets `6`, and the session is over."),
          rule(
              "a_client_that_closes_is_closed",
              WEBSOCKET,
              ENGINE + "WebSocket",
              "On `1` from the client the WebSocket is closed, and the session is over."),
          rule(
              "the_server_pings_and_a_pong_keeps_the_session",
              BOTH,
              ENGINE + "Heartbeat",
              "The server sends `2` each `pingInterval`; while `3` is answered, the session goes on."),
          rule(
              "no_pong_ends_the_session",
              BOTH,
              ENGINE + "Heartbeat",
              "Without `3` within `pingTimeout` the session ends, and not earlier."),
          rule(
              "a_ping_from_a_client_ends_the_session",
              BOTH,
              ENGINE + "Heartbeat",
              "Only the server pings: `2` from a client ends the session."),
          rule(
              "the_probe_is_answered_and_sets_a_poll_free",
              POLLING,
              ENGINE + "Upgrade",
              "`2probe` on the WebSocket is answered `3probe`, and a pending GET gets `6`."),
          rule(
              "on_5_the_websocket_takes_over",
              POLLING,
              ENGINE + "Upgrade",
              "After `5`, messages go by the WebSocket in both directions."),
          rule(
              "nothing_is_lost_or_reordered_by_an_upgrade",
              POLLING,
              ENGINE + "Upgrade",
              "What is sent during an upgrade arrives once and in order, in both directions."),
          rule(
              "after_an_upgrade_http_is_refused",
              POLLING,
              ENGINE + "Upgrade",
              "After an upgrade GET and POST with the `sid` are 400, and harm nothing."),
          rule(
              "a_second_websocket_is_closed_and_the_first_unharmed",
              POLLING,
              ENGINE + "Upgrade",
              "A second WebSocket with the same `sid` is accepted, then closed; the first goes on."),
          rule(
              "a_websocket_that_does_not_probe_is_closed",
              POLLING,
              ENGINE + "Upgrade",
              "A WebSocket with a `sid` that begins with anything but `2probe` is closed; polling goes on."),
          rule(
              "connection_close_is_honoured",
              POLLING,
              "RFC 9112, Tear-down",
              "A request with `Connection: close` is answered so, and the connection is closed after it."),
          rule(
              "an_answer_that_keeps_alive_keeps_alive",
              POLLING,
              "RFC 9112, Persistence",
              "An answer that does not say `close` leaves the connection open for the next request, also for HTTP/1.0 with keep-alive."));

  private EngineRules() {}
}
