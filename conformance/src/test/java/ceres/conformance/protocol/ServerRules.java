package ceres.conformance.protocol;

import static ceres.conformance.protocol.Rule.On.BOTH;
import static ceres.conformance.protocol.Rule.On.POLLING;
import static ceres.conformance.protocol.Rules.rule;

import java.util.List;

/** The rules of what a server's program can do, beyond the protocol. */
final class ServerRules {
  private static final String DOCUMENTATION = "Socket.IO documentation, ";

  static final List<Rule> ALL =
      List.of(
          rule(
              "a_broadcast_can_be_acknowledged_by_all",
              BOTH,
              DOCUMENTATION + "Emitting events",
              "A broadcast with a time-out gathers the acknowledgements of all; who does not answer in time is missing."),
          rule(
              "an_event_can_be_left_uncompressed",
              POLLING,
              DOCUMENTATION + "Emitting events",
              "What is emitted with `compress(false)` is not compressed; all else is."),
          rule(
              "a_catch_all_listener_sees_what_is_sent",
              BOTH,
              DOCUMENTATION + "Listening to events",
              "A catch-all listener for outgoing events sees each event that is sent to a socket, broadcasts too."),
          rule(
              "a_middleware_of_events_may_stop_them",
              BOTH,
              DOCUMENTATION + "The Socket instance",
              "An event that a socket’s middleware stops reaches no handler; the error handler hears of it, and the next event passes."),
          rule(
              "namespaces_may_be_named_by_a_pattern_or_a_predicate",
              BOTH,
              DOCUMENTATION + "Namespaces",
              "Dynamic namespaces: a name that the pattern matches, or the predicate allows, is a namespace; another is not."),
          rule(
              "empty_child_namespaces_are_cleaned_up_if_asked_for",
              BOTH,
              DOCUMENTATION + "Server options",
              "`cleanupEmptyChildNamespaces` is off; if it is on, a dynamic namespace goes with its last socket."),
          rule(
              "sockets_can_be_fetched",
              BOTH,
              DOCUMENTATION + "Server instance",
              "`fetchSockets` gives id, rooms, data and handshake of the sockets that are chosen, and a way to each."),
          rule(
              "servers_can_speak_to_each_other",
              BOTH,
              DOCUMENTATION + "Server instance",
              "`serverSideEmit` reaches other nodes and no client; alone, it is answered by nobody."),
          rule(
              "disconnecting_comes_before_the_rooms_are_left",
              BOTH,
              DOCUMENTATION + "The Socket instance",
              "In `disconnecting` the socket is in its rooms still, in `disconnect` no more."),
          rule(
              "the_parser_can_be_another",
              BOTH,
              DOCUMENTATION + "Custom parser",
              "With the parser of MessagePack each packet is one binary message, and text ends the connection."));

  private ServerRules() {}
}
