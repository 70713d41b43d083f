package ceres.conformance.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.ConnectionRefusedException;
import ceres.socketio.server.SocketIoServer;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.util.List;

/** What no client may send: the connection ends at once, and no handler runs. */
class SocketViolationTest extends ProtocolCase {

  private Endpoint listening() throws Exception {
    SocketIoServer io = socketIo();
    io.of("/").onConnection(_ -> tell("connection")).handlers().onAny(event -> tell(event.name()));
    io.of("/custom").handlers().onAny(event -> tell(event.name()));
    io.of("/refused")
        .use(_ -> {
          throw new ConnectionRefusedException("no", null);
        })
        .onConnection(_ -> tell("connection"))
        .handlers()
        .onAny(event -> tell(event.name()));
    return started(io);
  }

  /** That each packet ends the connection of a client that is in the main namespace. */
  private void assertEnd(Transport by, List<String> packets) throws Exception {
    Endpoint server = listening();
    for (String packet : packets) {
      try (WireClient client = server.open(by)) {
        connect(client, "/");
        assertThat(nextTold()).isEqualTo("connection");
        client.send(packet, "42[\"after\"]");
        assertThat(client.next()).as(packet).isEqualTo(WireClient.END);
        assertDead(server, client.sid());
        assertNothingMoreTold();
      }
    }
  }

  @Proves
  void an_event_before_connect_closes(Transport by) throws Exception {
    Endpoint server = listening();
    for (String packet :
        List.of(
            "42[\"a\"]",
            "421[\"a\"]",
            "42/custom,[\"a\"]",
            "430[]",
            "41",
            "44{\"message\":\"a\"}",
            "451-[\"a\",{\"_placeholder\":true,\"num\":0}]",
            "bAQID")) {
      try (WireClient client = server.open(by)) {
        client.send(packet, "40", "42[\"after\"]");
        assertOver(server, client);
        assertNothingMoreTold();
      }
    }
  }

  @Proves
  void a_second_connect_closes(Transport by) throws Exception {
    assertEnd(by, List.of("40", "40{}", "40/,"));
  }

  @Proves
  void a_reserved_event_name_closes(Transport by) throws Exception {
    assertEnd(
        by,
        List.of(
            "42[\"connect\"]",
            "42[\"connect_error\"]",
            "42[\"disconnect\"]",
            "42[\"disconnecting\"]",
            "42[\"newListener\"]",
            "42[\"removeListener\"]",
            "420[\"disconnect\",1]",
            "451-[\"connect\",{\"_placeholder\":true,\"num\":0}]"));
  }

  @Proves
  void an_unknown_packet_type_closes(Transport by) throws Exception {
    assertEnd(by, List.of("47", "48[\"a\"]", "4abc", "4", "4-1", "44{\"message\":\"a\"}"));
  }

  @Proves
  void a_payload_of_the_wrong_shape_closes(Transport by) throws Exception {
    assertEnd(
        by,
        List.of(
            "42",
            "42{}",
            "42[]",
            "42\"a\"",
            "42null",
            "42[null]",
            "42[{}]",
            "42[\"a\"",
            "42[\"a\"]]",
            "430{}",
            "43[]",
            "41{}",
            "451-[\"a\",{\"_placeholder\":true,\"num\":1}]",
            "451-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]",
            "bAQID"));
  }

  @Proves
  void a_bad_ack_id_closes(Transport by) throws Exception {
    assertEnd(
        by,
        List.of(
            "42abc[\"a\"]",
            "42-1[\"a\"]",
            "421.5[\"a\"]",
            "421 [\"a\"]x",
            "4299999999999999999999[\"a\"]",
            "43abc[]"));
  }

  @Proves
  void no_handler_runs_for_who_was_refused(Transport by) throws Exception {
    Endpoint server = listening();
    String refusal = "44/refused,{\"message\":\"no\"}";
    try (WireClient client = server.open(by)) {
      client.send("40/refused,");
      assertThat(client.next()).isEqualTo(refusal);
      client.send("42/refused,[\"evil\"]");
      assertOver(server, client);
    }
    try (WireClient client = server.open(by)) {
      client.send("40/refused,", "42/refused,[\"evil\"]");
      String first = client.next();
      assertThat(first.equals(refusal) ? client.next() : first).isEqualTo(WireClient.END);
    }
    try (WireClient client = server.open(by)) {
      client.send("42/refused,[\"evil\"]", "40/refused,");
      assertOver(server, client);
    }
    assertNothingMoreTold();
  }
}
