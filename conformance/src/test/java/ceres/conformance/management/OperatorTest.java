package ceres.conformance.management;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Management;
import ceres.conformance.support.Management.Answer;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an operator sees and does, and what clients see of that. */
class OperatorTest {
  private TestServer server;
  private Management operator;

  @BeforeEach
  void start() {
    server = TestServer.managed(Map.of());
    operator = server.management();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode get(String path) {
    Answer answer = operator.operate("GET", path, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private int disconnect(String name) {
    Answer answer = operator.operate("POST", "/users/" + Tokens.idOf(name) + "/disconnect", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("disconnected").asInt();
  }

  @Test
  void connections_are_listed_with_their_users_and_rooms_and_without_addresses_of_mail() {
    try (ChatClient ada = server.connect("Ada", "general", "asteroid-1")) {
      JsonNode all = get("/connections");
      assertThat(all.get("next").isNull()).isTrue();
      assertThat(all.get("connections").size()).isEqualTo(1);
      JsonNode one = all.get("connections").get(0);
      assertThat(one.propertyNames())
          .containsExactly("id", "userId", "userName", "address", "connectedAt", "rooms");
      assertThat(one.get("id").asString()).isEqualTo(ada.id());
      assertThat(one.get("userId").asString()).isEqualTo(Tokens.idOf("Ada").toString());
      assertThat(one.get("userName").asString()).isEqualTo("Ada");
      assertThat(one.get("address").asString()).isEqualTo("127.0.0.1");
      assertThat(one.get("rooms").toString()).isEqualTo("[\"asteroid-1\",\"general\"]");
      assertThat(all.toString()).doesNotContain("@");
    }
  }

  @Test
  void connections_and_rooms_come_page_by_page() {
    List<ChatClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(server.connect("U" + i, "room-" + i));
    }
    List<String> ids = new ArrayList<>();
    List<String> rooms = new ArrayList<>();
    pages("/connections", "connections", "id", ids);
    pages("/rooms", "rooms", "roomId", rooms);
    assertThat(ids)
        .containsExactlyElementsOf(clients.stream().map(ChatClient::id).sorted().toList());
    assertThat(rooms).containsExactly("room-0", "room-1", "room-2", "room-3", "room-4");
    clients.forEach(ChatClient::close);
  }

  private void pages(String path, String name, String key, List<String> found) {
    JsonNode page = get(path + "?limit=2");
    while (true) {
      page.get(name).forEach(entry -> found.add(entry.get(key).asString()));
      if (page.get("next").isNull()) {
        return;
      }
      assertThat(page.get(name).size()).isEqualTo(2);
      page = get(path + "?limit=2&after=" + page.get("next").asString());
    }
  }

  @Test
  void a_room_says_how_many_users_and_connections_it_has() {
    try (ChatClient _ = server.connect("Ada", "general");
        ChatClient _ = server.connect("Ada", "general");
        ChatClient _ = server.connect("Bob", "general")) {
      assertThat(get("/rooms").toString())
          .isEqualTo(
              "{\"rooms\":[{\"roomId\":\"general\",\"users\":2,\"connections\":3}],\"next\":null}");
    }
  }

  @Test
  void a_user_is_disconnected_everywhere_and_nobody_else_is() {
    try (ChatClient laptop = server.connect("Ada", "general");
        ChatClient phone = server.connect("Ada");
        ChatClient bob = server.connect("Bob", "general")) {
      bob.settle();
      assertThat(disconnect("Ada")).isEqualTo(2);
      laptop.awaitClosed();
      phone.awaitClosed();
      assertThat(laptop.names()).endsWith("disconnect");
      assertThat(phone.names()).endsWith("disconnect");
      assertThat(bob.next("user_left").get("userId").asString())
          .isEqualTo(Tokens.idOf("Ada").toString());
      bob.settle();
      assertThat(bob.isClosed()).isFalse();
      assertThat(disconnect("Ada")).isZero();
    }
  }

  @Test
  void a_connection_that_was_lost_cannot_come_back_after_that() {
    ChatClient ada = server.connect("Ada", "general");
    Map<String, Object> wayBack = ada.recovery(Tokens.of("Ada"));
    ada.cut();
    Awaitility.await()
        .untilAsserted(() -> assertThat(get("/connections").get("connections").size()).isZero());
    assertThat(disconnect("Ada")).isEqualTo(1);
    try (ChatClient again = ChatClient.open(server.port())) {
      again.authenticate(wayBack);
      assertThat(again.id()).isNotEqualTo(ada.id());
      assertThat(again.call("get_presence", "general").get("code").asString())
          .isEqualTo("NOT_IN_ROOM");
    }
  }

  @Test
  void what_the_server_says_is_saved_and_shown_in_order_as_any_message() {
    try (ChatClient ada = server.connect("Ada", "general")) {
      ada.call("send_message", Map.of("roomId", "general", "content", "before"));
      Answer said =
          operator.operate(
              "POST", "/rooms/general/messages", "{\"content\":\" We stop at noon. \"}");
      assertThat(said.status()).as(said.body()).isEqualTo(200);
      ada.call("send_message", Map.of("roomId", "general", "content", "after"));
      ada.settle();
      List<JsonNode> seen = ada.received("new_message");
      assertThat(seen)
          .extracting(it -> it.get("content").asString())
          .containsExactly("before", "We stop at noon.", "after");
      assertThat(seen.get(1)).isEqualTo(said.json().get("message"));
      assertThat(seen.get(1).get("userId").asString())
          .isEqualTo("00000000-0000-8000-8000-006365726573");
      assertThat(seen.get(1).get("user").toString())
          .isEqualTo(
              "{\"id\":\"00000000-0000-8000-8000-006365726573\",\"name\":\"Server\",\"avatar\":null}");
      JsonNode history = ada.call("fetch_history", Map.of("roomId", "general")).get("messages");
      assertThat(history.get(1).get("id")).isEqualTo(seen.get(1).get("id"));
    }
  }

  @Test
  void the_id_of_a_room_may_be_anything_that_is_escaped() {
    try (ChatClient ada = server.connect("Ada", "a/b c+d\u00e9")) {
      Answer said =
          operator.operate("POST", "/rooms/a%2Fb%20c+d%C3%A9/messages", "{\"content\":\"hello\"}");
      assertThat(said.status()).as(said.body()).isEqualTo(200);
      assertThat(ada.next("new_message").get("content").asString()).isEqualTo("hello");
    }
  }

  @Test
  void nobody_connects_as_the_server() {
    String token = Tokens.hmac("HS256", "{\"userId\":\"00000000-0000-8000-8000-006365726573\"}");
    try (ChatClient client = ChatClient.open(server.port())) {
      assertThat(client.authenticate(Map.of("token", token)).payload().get("data").get("code"))
          .hasToString("\"TOKEN_INVALID\"");
    }
  }

  @Test
  void a_table_of_users_that_does_not_take_the_server_is_told() {
    TestDatabase strict = TestDatabase.create();
    strict.execute("CREATE TABLE \"User\" (id uuid PRIMARY KEY, email text NOT NULL, name text)");
    try (TestServer other =
        TestServer.start(
            strict, Map.of("MANAGEMENT_PORT", "0", "MANAGEMENT_TOKEN", Management.TOKEN))) {
      Answer said =
          other.management().operate("POST", "/rooms/x/messages", "{\"content\":\"hello\"}");
      assertThat(said.status()).isEqualTo(409);
      assertThat(said.body()).contains("00000000-0000-8000-8000-006365726573");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/rooms/general/messages | | The body must be a JSON object",
        "/rooms/general/messages | hello | The body must be a JSON object",
        "/rooms/general/messages | {\"content\":5} | The body must be a JSON object",
        "/rooms/general/messages | {\"content\":\" \"} | cannot be empty",
        "/rooms//messages | {\"content\":\"hello\"} | A room id is 1 to 128 characters",
        "/users/ada/disconnect | | The id of a user is a UUID",
      })
  void what_cannot_be_done_is_told(String path, String body, String sentence) {
    Answer refused = operator.operate("POST", path, body == null ? "" : body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("error").asString()).contains(sentence);
  }
}
