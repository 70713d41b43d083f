package ceres.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import ceres.conformance.wire.Attacker.Opening;
import ceres.conformance.wire.Attacker.Transport;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an outsider tries with the session id of a member, or with something that looks like it. */
class StolenSessionTest {
  private static final String UNKNOWN_SID = "{\"code\":1,\"message\":\"Session ID unknown\"}";
  private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";
  private static final AtomicInteger ROOMS = new AtomicInteger();
  private static TestServer server;

  private final String room = "room-" + ROOMS.incrementAndGet();
  private final String steal =
      "42[\"send_message\",{\"roomId\":\"" + room + "\",\"content\":\"stolen\"}]";

  private ChatClient bob;

  /** By polling, in the room. */
  private PollingAttacker victim;

  private String socketId;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void join() {
    bob = server.connect("Bob").join(room);
    victim = new PollingAttacker(opening("", Map.of()));
    victim.send("40{\"token\":\"" + Tokens.of("Victim") + "\"}");
    socketId = victim.next().substring(10, 30);
    victim.send("42[\"join_room\",\"" + room + "\"]");
    assertThat(victim.next()).startsWith("42[\"room_history\",");
    assertThat(victim.next()).startsWith("42[\"user_joined\",");
  }

  @AfterEach
  void leave() {
    victim.close();
    bob.close();
  }

  @Test
  void a_websocket_that_does_not_probe_sees_nothing_and_does_no_harm() {
    try (WebSocketAttacker thief = WebSocketAttacker.burst(opening(withSid(), Map.of()))) {
      assertThatVictimHears("hello");
      thief.send(steal, steal);
      assertThat(thief.next()).isEqualTo(Attacker.END);
      assertThatVictimHears("hello again");
      assertThatNothingWasStolen();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "2", "2Probe", "3probe", "41", "1", "40{}", "6", "garbage", "bAQID"})
  void a_websocket_that_begins_with_anything_but_the_probe_is_closed(String first) {
    try (WebSocketAttacker thief = WebSocketAttacker.burst(opening(withSid(), Map.of()))) {
      thief.send(first, "5", steal);
      assertThat(thief.next()).isEqualTo(Attacker.END);
      assertThatVictimHears("hello");
      assertThatNothingWasStolen();
    }
  }

  @Test
  void a_websocket_that_begins_in_one_write_with_its_request_is_closed() {
    try (WebSocketAttacker thief =
        WebSocketAttacker.burst(opening(withSid(), Map.of()), "5", steal)) {
      assertThat(thief.next()).isEqualTo(Attacker.END);
      assertThatVictimHears("hello");
      assertThatNothingWasStolen();
    }
  }

  @Test
  void events_between_the_probe_and_the_upgrade_are_not_listened_to() {
    try (WebSocketAttacker thief = WebSocketAttacker.burst(opening(withSid(), Map.of()))) {
      thief.send("2probe", steal, "5");
      assertThat(thief.next()).isEqualTo("3probe");
      assertThat(thief.next()).isEqualTo(Attacker.END);
      assertThatVictimHears("hello");
      assertThatNothingWasStolen();
    }
  }

  @Test
  void a_member_on_websocket_is_not_harmed_by_requests_with_its_sid() {
    try (WebSocketAttacker member =
        WebSocketAttacker.burst(
            opening("", Map.of()), "40{\"token\":\"" + Tokens.of("W") + "\"}")) {
      String sid = member.next().substring(9, 29);
      assertThat(member.next()).startsWith("40{");
      member.send("42[\"join_room\",\"" + room + "\"]");
      assertThat(member.next()).startsWith("42[\"room_history\",");
      assertThat(member.next()).startsWith("42[\"user_joined\",");
      assertThat(victim.next()).startsWith("42[\"user_joined\",");
      assertThat(PollingAttacker.get(server.port(), "&sid=" + sid, Map.of()).body())
          .isEqualTo(BAD_REQUEST);
      assertThat(PollingAttacker.post(server.port(), sid, Map.of(), steal).body())
          .isEqualTo(BAD_REQUEST);
      try (WebSocketAttacker thief =
          WebSocketAttacker.burst(opening("&sid=" + sid, Map.of()), "2probe", "5", steal)) {
        assertThat(thief.next()).isEqualTo(Attacker.END);
      }
      assertThatVictimHears("hello");
      assertThat(member.next()).startsWith("42[\"new_message\",").contains("hello");
    }
    assertThatNothingWasStolen();
  }

  @ParameterizedTest
  @EnumSource
  void a_cookie_makes_nobody_of_a_client(Transport transport) {
    Map<String, String> cookie = Map.of("Cookie", "io=" + victim.sid() + "; sid=" + victim.sid());
    try (Attacker thief = transport.open(opening("", cookie))) {
      if (thief instanceof PollingAttacker polling) {
        assertThat(polling.sid()).isNotEqualTo(victim.sid());
      }
      thief.send(steal);
      assertThat(thief.next()).isEqualTo(Attacker.END);
    }
    assertThatVictimHears("hello");
    assertThatNothingWasStolen();
  }

  @Test
  void a_socket_id_is_no_session_id() {
    assertThatNoSessionIs(socketId);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AAAAAAAAAAAAAAAAAAAA", "undefined", "null", "0", "..%2F", "%00", "*", "a%0d%0ab"})
  void a_guess_is_no_session_id(String guess) {
    assertThatNoSessionIs(guess);
  }

  @Test
  void the_sid_of_a_session_that_ended_is_no_session_id() {
    PollingAttacker gone = new PollingAttacker(opening("", Map.of()));
    gone.send("40{\"token\":\"" + Tokens.of("Gone") + "\"}");
    assertThat(gone.next()).startsWith("40{");
    gone.close();
    assertThatNoSessionIs(gone.sid());
  }

  @Test
  void the_sid_of_a_session_that_was_cut_off_is_no_session_id() {
    PollingAttacker refused = new PollingAttacker(opening("", Map.of()));
    refused.send(steal);
    assertThat(refused.next()).isEqualTo(Attacker.END);
    assertThatNoSessionIs(refused.sid());
  }

  private void assertThatNoSessionIs(String sid) {
    assertThat(PollingAttacker.post(server.port(), sid, Map.of(), steal).body())
        .isEqualTo(UNKNOWN_SID);
    assertThat(PollingAttacker.get(server.port(), "&sid=" + sid, Map.of()).body())
        .isEqualTo(UNKNOWN_SID);
    assertThatVictimHears("hello");
    assertThatNothingWasStolen();
  }

  private void assertThatVictimHears(String content) {
    bob.call("send_message", Map.of("roomId", room, "content", content));
    assertThat(victim.next()).startsWith("42[\"new_message\",").contains("\"" + content + "\"");
  }

  private void assertThatNothingWasStolen() {
    bob.settle();
    assertThat(bob.received("new_message"))
        .allSatisfy(message -> assertThat(message.get("content").asString()).startsWith("hello"));
    assertThat(server.database().query("SELECT id FROM \"ChatMessage\" WHERE content = 'stolen'"))
        .isEmpty();
    assertThat(bob.received("user_left")).isEmpty();
  }

  private String withSid() {
    return "&sid=" + victim.sid();
  }

  private Opening opening(String query, Map<String, String> headers) {
    return new Opening(server.port(), query, headers);
  }
}
