package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.faults.Sender.Sent;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code kill -9} of the server in the middle of sends, and its next start. */
@Execution(ExecutionMode.CONCURRENT)
class ServerCrashTest {
  private static final int STARTS_WITHIN_SECONDS = 60;

  @TempDir private Path directory;

  enum Storage {
    OWN_DATABASE,
    EMBEDDED_DATABASE
  }

  private Map<String, String> settings(Storage storage) {
    return switch (storage) {
      case OWN_DATABASE -> Map.of("DATABASE_URL", TestDatabase.create().url());
      case EMBEDDED_DATABASE -> Map.of("DATA_DIR", directory.resolve("data").toString());
    };
  }

  @ParameterizedTest
  @EnumSource
  void all_that_was_acknowledged_is_there_once_and_in_order_after_the_restart(Storage storage)
      throws Exception {
    Map<String, String> settings = settings(storage);
    List<Sender> senders;
    try (ServerProcess server = ServerProcess.start(settings, STARTS_WITHIN_SECONDS)) {
      senders =
          IntStream.range(0, 10)
              .mapToObj(i -> "S" + i)
              .map(name -> new Sender(name, connect(server, name).join("general")).start())
              .toList();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> senders.stream().allMatch(sender -> sender.sent().size() > 30));
      server.kill();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> senders.stream().allMatch(sender -> sender.client().isClosed()));
    senders.forEach(Sender::stop);

    try (ServerProcess server = ServerProcess.start(settings, STARTS_WITHIN_SECONDS)) {
      try (ChatClient reader = connect(server, "S0").join("general")) {
        assertThatAllIsThere(all(reader), senders);
        assertThatRetriesStoreNothingTwice(reader, senders.getFirst());
      }
      Path data = directory.resolve("data").resolve("postgres");
      if (storage == Storage.EMBEDDED_DATABASE) {
        assertThat(OwnPostgres.process(data.toRealPath())).isPresent();
      }
      assertThat(server.stop()).isZero();
      assertThat(OwnPostgres.process(data)).isEmpty();
    }
  }

  private static void assertThatAllIsThere(List<JsonNode> history, List<Sender> senders) {
    Map<String, String> idByContent = new HashMap<>();
    for (JsonNode message : history) {
      String content = message.get("content").asString();
      assertThat(idByContent.put(content, message.get("id").asString())).isNull();
    }
    List<String> order = history.stream().map(message -> message.get("id").asString()).toList();
    assertThat(order).isSorted();
    for (Sender sender : senders) {
      List<Sent> acknowledged = sender.sent().stream().filter(Sent::isOk).toList();
      assertThat(acknowledged).hasSizeGreaterThan(30);
      assertThat(acknowledged).allMatch(sent -> sent.id().equals(idByContent.get(sent.content())));
      List<String> mine =
          history.stream()
              .map(message -> message.get("content").asString())
              .filter(content -> content.startsWith(sender.name() + " "))
              .toList();
      List<String> sentOrder =
          sender.begun().stream().map(Sent::content).filter(mine::contains).toList();
      assertThat(mine).isEqualTo(sentOrder);
    }
  }

  /** What was acknowledged, and what the crash left unanswered, is sent again. */
  private static void assertThatRetriesStoreNothingTwice(ChatClient client, Sender sender) {
    Sent first = sender.sent().stream().filter(Sent::isOk).findFirst().orElseThrow();
    JsonNode again = retry(client, first);
    assertThat(again.path("message").path("id").asString()).isEqualTo(first.id());
    List<Sent> tail = sender.begun().stream().skip(sender.begun().size() - 4L).toList();
    tail.forEach(sent -> retry(client, sent));
    List<String> contents =
        all(client).stream().map(message -> message.get("content").asString()).toList();
    assertThat(contents).doesNotHaveDuplicates();
    assertThat(contents).containsAll(tail.stream().map(Sent::content).toList());
  }

  private static JsonNode retry(ChatClient client, Sent sent) {
    JsonNode answer =
        client.call(
            "send_message",
            Map.of("roomId", "general", "content", sent.content(), "clientId", sent.clientId()));
    assertThat(answer.path("status").asString()).isEqualTo("ok");
    return answer;
  }

  /** The whole history, oldest first, page by page. */
  private static List<JsonNode> all(ChatClient client) {
    List<JsonNode> messages = new ArrayList<>();
    Map<String, Object> page = new HashMap<>(Map.of("roomId", "general", "limit", 100));
    JsonNode answer;
    do {
      answer = client.call("fetch_history", page);
      List<JsonNode> older = new ArrayList<>();
      answer.get("messages").forEach(older::add);
      messages.addAll(0, older);
      page.put("before", messages.getFirst().get("id").asString());
    } while (answer.get("hasMore").asBoolean());
    return messages;
  }

  private static ChatClient connect(ServerProcess server, String name) {
    return ChatClient.connect(server.port(), Tokens.of(name));
  }
}
