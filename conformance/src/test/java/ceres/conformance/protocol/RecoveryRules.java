package ceres.conformance.protocol;

import static ceres.conformance.protocol.Rule.On.BOTH;
import static ceres.conformance.protocol.Rules.rule;

import java.util.List;

/** The rules of connection state recovery. */
final class RecoveryRules {
  private static final String DOCUMENTATION = "Socket.IO documentation, ";

  static final List<Rule> ALL =
      List.of(
          rule(
              "connect_is_answered_with_a_pid",
              BOTH,
              DOCUMENTATION + "Connection state recovery",
              "With recovery, CONNECT is answered `40{\"sid\":…,\"pid\":…}`."),
          rule(
              "an_event_has_an_offset",
              BOTH,
              DOCUMENTATION + "Connection state recovery",
              "Every event has an offset as its last argument, but not one that wants an ack, and not a volatile one."),
          rule(
              "a_client_comes_back_to_all_it_had",
              BOTH,
              DOCUMENTATION + "Connection state recovery",
              "`40{\"pid\":…,\"offset\":…}` brings back the sid, the rooms, the data and what was missed after the offset; `recovered` is true, and `auth` has the rest of the payload."),
          rule(
              "an_unknown_pid_or_offset_begins_anew",
              BOTH,
              DOCUMENTATION + "Connection state recovery",
              "With a `pid` or an offset that is unknown the client begins anew, with another sid and pid."),
          rule(
              "a_loss_can_be_recovered_from",
              BOTH,
              DOCUMENTATION + "Connection state recovery",
              "State is kept after `transport error`, `transport close` and `ping timeout`."),
          rule(
              "who_left_by_intent_has_left",
              BOTH,
              DOCUMENTATION + "Connection state recovery",
              "Nothing is kept after a disconnect by either side."),
          rule(
              "state_is_kept_for_two_minutes",
              BOTH,
              DOCUMENTATION + "Connection state recovery",
              "`maxDisconnectionDuration` is 120,000 ms; who comes later begins anew."));

  private RecoveryRules() {}
}
