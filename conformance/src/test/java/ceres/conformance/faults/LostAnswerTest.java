package ceres.conformance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.chat.postgres.DatabaseAddress;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.testing.soak.world.Direction;
import ceres.testing.soak.world.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** The connection breaks between a commit and its answer, so that nobody knows whether it was. */
@Execution(ExecutionMode.CONCURRENT)
class LostAnswerTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Map<String, String> DRAFT =
      Map.of(
          "roomId", "general",
          "content", "is it there?",
          "clientId", UUID.randomUUID().toString());

  private final TestDatabase database = TestDatabase.create();
  private TcpProxy proxy;
  private TestServer server;
  private ChatClient ada;
  private ChatClient bob;

  @BeforeEach
  void start() throws Exception {
    proxy = new TcpProxy();
    mend();
    server = TestServer.start(entrance(), Witnesses.settings());
    ada = server.connect("Ada", "general");
    bob = server.connect("Bob", "general");
    assertThat(say("first").path("status").asString()).isEqualTo("ok");
  }

  @AfterEach
  void stop() throws Exception {
    ada.close();
    bob.close();
    server.close();
    proxy.close();
  }

  /** The database as it is reached by the proxy. */
  private TestDatabase entrance() {
    DatabaseAddress address = database.address();
    return TestDatabase.at(
        new DatabaseAddress(
            List.of(new DatabaseAddress.Server("127.0.0.1", proxy.port())),
            address.database(),
            address.user(),
            address.password(),
            address.properties()));
  }

  /** All connections to the database end, and so does each new one. */
  private void cut() {
    proxy.leadTo(0);
    proxy.cutAll();
  }

  /** All is well for new connections; those of which something was lost end. */
  private void mend() {
    proxy.leadTo(database.address().servers().getFirst().port());
    proxy.heal();
  }

  private JsonNode say(String content) {
    String clientId = UUID.nameUUIDFromBytes(content.getBytes(UTF_8)).toString();
    return ada.call(
        "send_message", Map.of("roomId", "general", "content", content, "clientId", clientId));
  }

  private List<String> stored() {
    return database.query("SELECT content FROM \"ChatMessage\" ORDER BY \"createdAt\", id");
  }

  private static List<String> seen(ChatClient client) {
    return client.settle().received("new_message").stream()
        .map(message -> message.get("content").asString())
        .toList();
  }

  private void assertAllHaveSeen(String... contents) {
    assertThat(stored()).containsExactly(contents);
    for (ChatClient client : List.of(ada, bob)) {
      assertThat(seen(client)).containsExactly(contents);
    }
    assertThat(bob.call("fetch_history", Map.of("roomId", "general")).get("messages"))
        .extracting(message -> message.get("content").asString())
        .containsExactly(contents);
  }

  @Test
  void it_is_asked_again_and_nobody_notices() {
    proxy.swallow(Direction.BACK);
    CompletableFuture<JsonNode> answer = ada.request("send_message", DRAFT);
    await().atMost(SOON).until(() -> stored().size() == 2);
    assertThat(answer).isNotDone();
    mend();
    assertThat(answer.join().path("status").asString()).isEqualTo("ok");
    assertAllHaveSeen("first", "is it there?");
  }

  @Test
  void what_was_not_saved_in_time_and_is_found_saved_is_shown_then_and_never_again() {
    proxy.swallow(Direction.BACK);
    CompletableFuture<JsonNode> answer = ada.request("send_message", DRAFT);
    await().atMost(SOON).until(() -> stored().size() == 2);
    cut();
    assertThat(answer.join().path("code").asString()).isEqualTo("NOT_SAVED");
    assertThat(seen(ada)).containsExactly("first");
    assertThat(seen(bob)).containsExactly("first");

    mend();
    assertThat(bob.next("new_message").get("content").asString()).isEqualTo("first");
    JsonNode found = bob.next("new_message");
    JsonNode again = ada.call("send_message", DRAFT);
    assertThat(again.path("message").path("id")).isEqualTo(found.get("id"));
    assertThat(say("last").path("status").asString()).isEqualTo("ok");
    assertAllHaveSeen("first", "is it there?", "last");
  }

  @Test
  void what_is_sent_again_at_once_is_shown_once() {
    proxy.swallow(Direction.BACK);
    CompletableFuture<JsonNode> answer = ada.request("send_message", DRAFT);
    await().atMost(SOON).until(() -> stored().size() == 2);
    cut();
    assertThat(answer.join().path("code").asString()).isEqualTo("NOT_SAVED");
    CompletableFuture<JsonNode> again = ada.request("send_message", DRAFT);
    mend();
    assertThat(again.join().path("status").asString()).isEqualTo("ok");
    assertAllHaveSeen("first", "is it there?");
  }

  @Test
  void what_never_arrived_is_never_shown_until_it_is_sent_again() {
    proxy.swallow(Direction.THERE);
    CompletableFuture<JsonNode> answer = ada.request("send_message", DRAFT);
    await().atMost(SOON).until(() -> server.management().metric("ceres_ready") == 0);
    cut();
    assertThat(answer.join().path("code").asString()).isEqualTo("NOT_SAVED");
    mend();
    await().atMost(SOON).until(() -> say("second").path("status").asString().equals("ok"));
    assertAllHaveSeen("first", "second");
    assertThat(ada.call("send_message", DRAFT).path("status").asString()).isEqualTo("ok");
    assertAllHaveSeen("first", "second", "is it there?");
  }
}
