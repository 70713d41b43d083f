package ceres.conformance.protocol;

import static ceres.conformance.protocol.Rule.On.BOTH;
import static ceres.conformance.protocol.Rules.rule;

import java.util.List;

/** The rules of Socket.IO. */
final class SocketRules {
  private static final String SOCKET = "socket.io-protocol README v5, ";
  private static final String DOCUMENTATION = "Socket.IO documentation, ";

  static final List<Rule> ALL =
      List.of(
          rule(
              "connect_is_answered_with_a_sid",
              BOTH,
              SOCKET + "Connection to a namespace",
              "`40` is answered `40{\"sid\":…}`."),
          rule(
              "a_namespace_is_named_with_or_without_a_comma",
              BOTH,
              SOCKET + "Connection to a namespace",
              "`40/custom` and `40/custom,` mean the same, and are answered `40/custom,{\"sid\":…}`."),
          rule(
              "connect_is_answered_before_anything_else_is_sent",
              BOTH,
              SOCKET + "Connection to a namespace",
              "The answer to CONNECT comes before anything that the connection handler emits."),
          rule(
              "the_payload_of_connect_is_the_auth",
              BOTH,
              SOCKET + "Connection to a namespace",
              "The payload of CONNECT is `handshake.auth`; without one it is `{}`."),
          rule(
              "a_payload_of_connect_that_is_no_object_closes",
              BOTH,
              SOCKET + "Connection to a namespace",
              "A payload of CONNECT that is no object ends the connection."),
          rule(
              "a_socket_id_is_neither_the_session_id_nor_that_elsewhere",
              BOTH,
              SOCKET + "Connection to a namespace",
              "The `sid` of CONNECT is not that of OPEN, and another one in each namespace."),
          rule(
              "an_unknown_namespace_is_refused",
              BOTH,
              SOCKET + "Connection to a namespace",
              "A namespace that is none: `44/none,{\"message\":\"Invalid namespace\"}`; the connection goes on."),
          rule(
              "a_middleware_that_fails_refuses",
              BOTH,
              DOCUMENTATION + "Middlewares",
              "What a middleware refuses with is the answer: `44{\"message\":…,\"data\":…}`; without data there is no `data`."),
          rule(
              "no_connect_in_time_closes",
              BOTH,
              DOCUMENTATION + "Server options",
              "Without a CONNECT within `connectTimeout` the connection is closed, also while pongs come."),
          rule(
              "an_event_before_connect_closes",
              BOTH,
              SOCKET + "Connection to a namespace",
              "An event, an ack, a DISCONNECT or an attachment before CONNECT ends the connection at once, and nothing is handled."),
          rule(
              "a_second_connect_closes",
              BOTH,
              SOCKET + "Connection to a namespace",
              "CONNECT for a namespace that the client is in ends the connection at once."),
          rule(
              "a_reserved_event_name_closes",
              BOTH,
              DOCUMENTATION + "Emit cheatsheet",
              "An event named `connect`, `connect_error`, `disconnect`, `disconnecting`, `newListener` or `removeListener` ends the connection at once."),
          rule(
              "an_unknown_packet_type_closes",
              BOTH,
              SOCKET + "Format",
              "A packet of an unknown type ends the connection at once."),
          rule(
              "a_payload_of_the_wrong_shape_closes",
              BOTH,
              SOCKET + "Format",
              "A payload that its packet type does not have ends the connection at once."),
          rule(
              "a_bad_ack_id_closes",
              BOTH,
              SOCKET + "Format",
              "An ack id that is no whole number ends the connection at once."),
          rule(
              "disconnect_leaves_one_namespace",
              BOTH,
              SOCKET + "Disconnection from a namespace",
              "`41` leaves its namespace only: the connection, the heartbeat and other namespaces go on, and the client may come back."),
          rule(
              "an_event_has_a_name_and_arguments",
              BOTH,
              SOCKET + "Sending and receiving data",
              "`42[\"message\",1,\"2\",{\"3\":[true]}]` arrives as it is, in both directions."),
          rule(
              "an_event_of_a_namespace_names_it",
              BOTH,
              SOCKET + "Sending and receiving data",
              "`42/custom,[\"message\"]` goes to the handlers of that namespace, and what they emit comes from it."),
          rule(
              "a_binary_event_is_followed_by_its_attachments",
              BOTH,
              SOCKET + "Sending and receiving data",
              "`452-[\"message\",{\"_placeholder\":true,\"num\":0},…]`, then as many attachments; in both directions."),
          rule(
              "bytes_may_be_nested",
              BOTH,
              SOCKET + "Format",
              "Bytes may be anywhere in an argument; the placeholders count in order."),
          rule(
              "an_ack_carries_the_id_of_its_event",
              BOTH,
              SOCKET + "Acknowledgement",
              "`42456[\"message-with-ack\",1]` is answered `43456[1]`."),
          rule(
              "a_binary_ack_is_followed_by_its_attachments",
              BOTH,
              SOCKET + "Acknowledgement",
              "`452-789[\"message-with-ack\",…]` is answered `462-789[…]` and the attachments."),
          rule(
              "the_server_may_ask_for_an_ack",
              BOTH,
              SOCKET + "Acknowledgement",
              "An event of the server that wants an ack has an id; `43<id>[…]` is the answer, and `46…` with bytes."),
          rule(
              "an_ack_that_does_not_come_times_out",
              BOTH,
              DOCUMENTATION + "Acknowledgements",
              "The server is told when an ack does not come in time; one that comes later, or that nobody asked for, does no harm."),
          rule(
              "a_volatile_event_may_be_missed",
              BOTH,
              DOCUMENTATION + "Volatile events",
              "A volatile event reaches a client that can take it; others miss it, and nothing else."),
          rule(
              "rooms_have_members_and_exceptions",
              BOTH,
              DOCUMENTATION + "Rooms",
              "A broadcast to several rooms reaches each member once, and nobody who is in an excepted room; nor the sender of its own."),
          rule(
              "a_catch_all_handler_sees_every_event",
              BOTH,
              DOCUMENTATION + "Listening to events",
              "A catch-all handler runs for each event, before the event’s own."),
          rule(
              "sockets_of_a_room_can_be_moved_and_ended",
              BOTH,
              DOCUMENTATION + "Server instance",
              "`socketsJoin`, `socketsLeave` and `disconnectSockets` reach the sockets that are chosen."),
          rule(
              "a_socket_keeps_data",
              BOTH,
              DOCUMENTATION + "The Socket instance",
              "`socket.data` is kept with the socket, from the middleware on."),
          rule(
              "a_socket_has_the_handshake",
              BOTH,
              DOCUMENTATION + "The Socket instance",
              "The handshake has the query, the headers, the address and the time."),
          rule(
              "disconnecting_comes_before_disconnect",
              BOTH,
              DOCUMENTATION + "The Socket instance",
              "`disconnecting` runs before `disconnect`, with the same reason."),
          rule(
              "a_disconnect_has_its_reason",
              BOTH,
              DOCUMENTATION + "The Socket instance",
              "`client namespace disconnect`, `server namespace disconnect`, `transport close` or `transport error`, `ping timeout`, `parse error` and `server shutting down` tell what happened."));

  private SocketRules() {}
}
