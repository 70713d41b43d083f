package ceres.conformance.protocol;

import static ceres.conformance.protocol.Rule.On.BOTH;
import static ceres.conformance.protocol.Rule.On.WEBSOCKET;
import static ceres.conformance.protocol.Rules.rule;

import java.util.List;

/** The rules that other servers do not keep. */
final class BeyondRules {

  static final List<Rule> ALL =
      List.of(
          rule(
              "who_is_refused_reads_nothing_that_was_missed",
              BOTH,
              "Ceres, recovery",
              "Middleware decides before anything that was missed is sent: who is refused reads nothing, and what was kept stays."),
          rule(
              "middleware_is_never_skipped",
              BOTH,
              "Ceres, recovery",
              "Middleware runs for a client that comes back too."),
          rule(
              "a_quiet_client_can_recover",
              BOTH,
              "Ceres, recovery",
              "What a client needs is kept however long it was connected, and quiet."),
          rule(
              "a_connection_that_seems_alive_is_taken_over",
              BOTH,
              "Ceres, recovery",
              "Who comes back before the loss was noticed is let in; the old connection is closed, and no sid is there twice."),
          rule(
              "a_pid_is_good_once",
              BOTH,
              "Ceres, recovery",
              "While one client comes back with a `pid`, another with the same begins anew."),
          rule(
              "a_client_that_received_nothing_yet_can_recover",
              BOTH,
              "Ceres, recovery",
              "With a `pid` and no offset a client gets all since its connection began."),
          rule(
              "what_is_missed_has_a_bound",
              BOTH,
              "Ceres, recovery",
              "Who missed more bytes than are kept begins anew, and nobody else is harmed."),
          rule(
              "a_slow_reader_costs_a_bounded_number_of_bytes",
              BOTH,
              "Ceres, sending",
              "What waits for one client is bounded in bytes: then its session ends, and no other."),
          rule(
              "a_slow_reader_misses_what_is_volatile_first",
              BOTH,
              "Ceres, sending",
              "A client that does not keep up misses volatile events, and keeps its session and all other events."),
          rule(
              "no_handler_runs_for_who_was_refused",
              BOTH,
              "Ceres, admission",
              "Neither before CONNECT is accepted nor after it is refused does a handler run, also for what comes in one write."),
          rule(
              "a_cookie_is_no_session_id",
              BOTH,
              "Ceres, sessions",
              "What a client sends as a cookie or a header never becomes its session id."),
          rule(
              "no_session_stays_behind",
              BOTH,
              "Ceres, sessions",
              "When clients have gone, in whatever way, there is no session left."),
          rule(
              "binary_frames_are_whole",
              WEBSOCKET,
              "RFC 6455, Base Framing Protocol",
              "A message of bytes is one final binary frame with the right length, whatever its size."));

  private BeyondRules() {}
}
