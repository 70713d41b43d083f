package ceres.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import ceres.conformance.wire.Attack.Step;
import ceres.conformance.wire.Attacker.Opening;
import ceres.conformance.wire.Attacker.Transport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing of a client is processed before its CONNECT was accepted, and nothing after it was
 * refused: the client is cut off or gets the refusal and no more, who listens in the room hears
 * nothing, and the database has nothing.
 */
class RefusedClientTest {
  private static final String CONNECTED = "40\\{\"sid\":\"[\\w-]{20}\",\"pid\":\"[\\w-]{20}\"}";

  private static final AtomicInteger ROOMS = new AtomicInteger();
  private static TestServer server;

  private final String room = "room-" + ROOMS.incrementAndGet();

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> attacks() {
    return Attacks.all().stream()
        .flatMap(attack ->
            Arrays.stream(Transport.values()).map(transport -> Arguments.of(attack, transport)));
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("attacks")
  void is_not_listened_to(Attack attack, Transport transport) {
    try (ChatClient member = server.connect("Bob").join(room)) {
      try (Attacker attacker = transport.open(opening(attack))) {
        attack.steps().forEach(step -> happens(step, attacker));
      }
      assertThatNothingHappened(member);
    }
  }

  static Stream<Attack> allInOneWrite() {
    return Attacks.all().stream()
        .filter(attack -> attack.steps().getFirst() instanceof Step.Sends)
        .filter(attack -> attack.steps().getLast() instanceof Step.Ends)
        .filter(attack -> attack.steps().size() == 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allInOneWrite")
  void is_not_listened_to_in_one_write_with_the_websocket_request(Attack attack) {
    try (ChatClient member = server.connect("Bob").join(room)) {
      String[] packets = packets((Step.Sends) attack.steps().getFirst());
      try (WebSocketAttacker attacker = WebSocketAttacker.burst(opening(attack), packets)) {
        assertThat(attacker.next()).startsWith("0{\"sid\":\"");
        assertThat(attacker.next()).isEqualTo(Attacker.END);
      }
      assertThatNothingHappened(member);
    }
  }

  @ParameterizedTest
  @EnumSource
  void may_try_again_with_a_good_token_and_nothing_sent_before_counts(Transport transport) {
    try (ChatClient member = server.connect("Bob").join(room);
        Attacker client = transport.open(new Opening(server.port(), "", Map.of()))) {
      member.next("user_joined");
      client.send(Attacks.BAD);
      assertThat(client.next()).isEqualTo(Attacks.INVALID);
      client.send("40/admin,");
      assertThat(client.next()).isEqualTo("44/admin,{\"message\":\"Invalid namespace\"}");
      client.send(filled(Attacks.GOOD));
      assertThat(client.next()).matches(CONNECTED);
      client.send(filled(Attacks.SEND));
      assertThat(client.next()).contains("NOT_IN_ROOM").startsWith("42[\"error\",");
      assertThat(client.next()).contains("NOT_IN_ROOM").startsWith("431[");
      client.send(filled(Attacks.JOIN), filled(Attacks.SEND));
      assertThat(member.next("user_joined").get("userId").asString())
          .isEqualTo(Tokens.idOf("Eve").toString());
      assertThat(member.next("new_message").get("content").asString()).isEqualTo("stolen");
    } finally {
      server.database().execute("DELETE FROM \"ChatMessage\" WHERE content = 'stolen'");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "POLLING")
  void gains_nothing_by_a_header_that_comes_after_the_handshake(Transport transport) {
    try (ChatClient member = server.connect("Bob").join(room);
        PollingAttacker attacker =
            (PollingAttacker) transport.open(new Opening(server.port(), "", Map.of()))) {
      Map<String, String> header = Map.of("Authorization", filled("Bearer $mallory"));
      assertThat(PollingAttacker.post(server.port(), attacker.sid(), header, "40").body())
          .isEqualTo("ok");
      assertThat(attacker.next()).isEqualTo(Attacks.REQUIRED);
      PollingAttacker.post(server.port(), attacker.sid(), header, filled(Attacks.JOIN));
      assertThat(attacker.next()).isEqualTo(Attacker.END);
      assertThatNothingHappened(member);
    }
  }

  private void happens(Step step, Attacker attacker) {
    switch (step) {
      case Step.Sends sends -> attacker.send(packets(sends));
      case Step.Gets(String packet) -> assertThat(attacker.next()).isEqualTo(filled(packet));
      case Step.GetsSid() -> assertThat(attacker.next()).matches(CONNECTED);
      case Step.Ends() -> assertThat(attacker.next()).isEqualTo(Attacker.END);
    }
  }

  /** What the member says itself comes behind all that an attacker could have caused. */
  private void assertThatNothingHappened(ChatClient member) {
    member.call("send_message", Map.of("roomId", room, "content", "all is quiet"));
    member.settle();
    assertThat(member.received().stream().map(ChatClient.Received::name))
        .containsExactly("connect", "room_history", "user_joined", "new_message");
    assertThat(
            server
                .database()
                .query("SELECT content FROM \"ChatMessage\" WHERE \"roomId\" = '" + room + "'"))
        .containsExactly("all is quiet");
    assertThat(
            server
                .database()
                .query("SELECT id FROM \"User\" WHERE id = '" + Tokens.idOf("Mallory") + "'"))
        .isEmpty();
  }

  private Opening opening(Attack attack) {
    Map<String, String> headers = new LinkedHashMap<>();
    attack.headers().forEach((name, value) -> headers.put(name, filled(value)));
    String query = filled(attack.query()).replace("[", "%5B").replace("]", "%5D");
    return new Opening(server.port(), query, headers);
  }

  private String[] packets(Step.Sends sends) {
    List<String> filled = sends.packets().stream().map(this::filled).toList();
    return filled.toArray(String[]::new);
  }

  private String filled(String text) {
    return text.replace("$room", room)
        .replace("$mallory", Holder.MALLORY)
        .replace("$eve", Holder.EVE);
  }

  private static final class Holder {
    static final String MALLORY = Tokens.of("Mallory");
    static final String EVE = Tokens.of("Eve");
  }
}
