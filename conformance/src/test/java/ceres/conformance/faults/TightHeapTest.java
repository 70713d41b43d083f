package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.faults.Sender.Sent;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server with the options of {@code jvm.options}, and too little memory for what it is given. */
@Execution(ExecutionMode.CONCURRENT)
class TightHeapTest {
  /** Of the JVM, by {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestDatabase database = TestDatabase.create();

  private ServerProcess start(String heap, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("DATABASE_URL", database.url());
    return ServerProcess.start(
        all, 60, List.of(), List.of(ServerProcess.jvmOptions(), "-Xmn4m", "-Xmx" + heap));
  }

  private static ChatClient connect(ServerProcess server, String name) {
    return ChatClient.connect(server.port(), Tokens.of(name));
  }

  /** People who say nearly a megabyte each, and not that this is all. */
  private static List<WebSocket> floodFrom(ServerProcess server, int clients) {
    String payload = "42[\"x\",\"" + "x".repeat(900_000);
    URI uri =
        URI.create("ws://127.0.0.1:" + server.port() + "/socket.io/?EIO=4&transport=websocket");
    List<WebSocket> flood = new ArrayList<>();
    for (int i = 0; i < clients && server.handle().isAlive(); i++) {
      try {
        WebSocket client =
            HTTP.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {}).join();
        CompletableFuture<WebSocket> _ = client.sendText(payload, false);
        flood.add(client);
      } catch (CompletionException gone) {
        break;
      }
    }
    return flood;
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void limits_that_fit_the_heap_keep_it_alive_and_those_who_chat_unharmed() {
    try (ServerProcess server = start("64m", Map.of());
        ChatClient ada = connect(server, "Ada").join("general");
        ChatClient bob = connect(server, "Bob").join("general")) {
      assertThat(server.lines()).anyMatch(line -> line.endsWith(" for what waits for clients"));
      List<WebSocket> flood = floodFrom(server, 100);
      await().until(() -> server.management().metric("ceres_slowest_readers_total") > 50);
      assertThat(
              ada.call("send_message", Map.of("roomId", "general", "content", "unharmed"))
                  .path("status")
                  .asString())
          .isEqualTo("ok");
      assertThat(bob.next("new_message").get("content").asString()).isEqualTo("unharmed");
      flood.forEach(WebSocket::abort);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void a_heap_that_is_exhausted_ends_the_process_and_nothing_that_was_acknowledged_is_lost() {
    List<Sender> senders = new ArrayList<>();
    try (ServerProcess server = start("48m", Map.of("MAX_BUFFERED_TOTAL", "0"))) {
      for (String name : List.of("S0", "S1")) {
        ChatClient client = connect(server, name).join("general");
        senders.add(new Sender(name, client, Duration.ofMillis(5)).start());
      }
      await().until(() -> senders.stream().allMatch(sender -> sender.sent().size() > 10));
      List<WebSocket> flood = floodFrom(server, 200);
      assertThat(server.ended()).isEqualTo(OUT_OF_MEMORY);
      flood.forEach(WebSocket::abort);
    }
    senders.forEach(Sender::stop);
    List<String> acknowledged =
        senders.stream()
            .flatMap(sender -> sender.sent().stream())
            .filter(Sent::isOk)
            .map(Sent::id)
            .toList();
    assertThat(acknowledged).hasSizeGreaterThan(20);
    assertThat(database.query("SELECT id FROM \"ChatMessage\"")).containsAll(acknowledged);
  }
}
