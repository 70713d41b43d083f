package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Somebody sets the clock of a server that runs. Its clock is faked by Debian's libfaketime. */
@Execution(ExecutionMode.CONCURRENT)
class ClockJumpTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;

  private static Path library() throws IOException {
    try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
      return architectures
          .map(architecture -> architecture.resolve("faketime").resolve("libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElse(Path.of("none"));
    }
  }

  private ServerProcess start() throws IOException {
    Path library = library();
    assumeTrue(Files.exists(library), "Debian's package faketime is installed");
    set(Duration.ZERO);
    Map<String, String> settings = new HashMap<>();
    settings.put("DATABASE_URL", TestDatabase.create().url());
    settings.put("RATE_LIMITS", "on");
    settings.put("PING_INTERVAL", "500");
    settings.put("PING_TIMEOUT", "5000");
    settings.put("LD_PRELOAD", library.toString());
    settings.put("FAKETIME_TIMESTAMP_FILE", clock().toString());
    settings.put("FAKETIME_CACHE_DURATION", "0");
    settings.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    settings.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    return ServerProcess.start(settings, 60);
  }

  private Path clock() {
    return directory.resolve("clock");
  }

  /** How much the server's clock is wrong from now on. */
  private void set(Duration wrong) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), "%+d".formatted(wrong.toSeconds()));
    Path _ = Files.move(next, clock(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the server thinks the time is: it says so to who joins. */
  private static Duration wrong(ChatClient client) {
    client.join("what time is it?");
    String told = client.received("user_joined").getLast().get("timestamp").asString();
    return Duration.between(Instant.now(), Instant.parse(told));
  }

  private static void awaitWrong(ChatClient client, Duration expected) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> wrong(client).minus(expected).abs().compareTo(Duration.ofMinutes(1)) < 0);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void messages_keep_their_order_and_nobody_is_sent_away() throws Exception {
    try (ServerProcess server = start();
        ChatClient ada = ChatClient.connect(server.port(), Tokens.of("Ada"));
        ChatClient bob = ChatClient.connect(server.port(), Tokens.of("Bob"))) {
      ada.join("general");
      bob.join("general");
      List<JsonNode> acknowledged = new ArrayList<>();
      List<Duration> jumps =
          List.of(Duration.ZERO, HOUR.negated(), HOUR.multipliedBy(2), HOUR.negated());
      for (Duration wrong : jumps) {
        set(wrong);
        awaitWrong(bob, wrong);
        for (int i = 0; i < 3; i++) {
          JsonNode answer =
              ada.call("send_message", Map.of("roomId", "general", "content", wrong + " " + i));
          assertThat(answer.path("status").asString()).isEqualTo("ok");
          acknowledged.add(answer.get("message"));
        }
      }
      List<JsonNode> seen = bob.settle().received("new_message");
      assertThat(seen).isEqualTo(acknowledged);
      assertThat(seen).extracting(each -> each.get("id").asString()).isSorted();
      assertThat(seen).extracting(each -> each.get("createdAt").asString()).isSorted();
      assertThat(bob.call("fetch_history", Map.of("roomId", "general")).get("messages"))
          .extracting(each -> each.get("content").asString())
          .containsExactlyElementsOf(
              seen.stream().map(each -> each.get("content").asString()).toList());
      assertThat(ada.isClosed()).isFalse();
      assertThat(ada.names()).doesNotContain("error", "disconnect");
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void a_token_counts_by_the_clock_when_it_is_shown_and_by_the_time_that_passes_from_then_on()
      throws Exception {
    try (ServerProcess server = start();
        ChatClient ada = ChatClient.connect(server.port(), Tokens.of("Ada", HOUR));
        ChatClient brief =
            ChatClient.connect(server.port(), Tokens.of("Bo", Duration.ofSeconds(9)));
        ChatClient late = ChatClient.open(server.port())) {
      set(HOUR.multipliedBy(2));
      awaitWrong(ada, HOUR.multipliedBy(2));
      JsonNode refusal = late.authenticate(Map.of("token", Tokens.of("Cy"))).payload();
      assertThat(refusal.at("/data/code").asString()).isEqualTo("TOKEN_EXPIRED");
      set(HOUR.negated());
      awaitWrong(ada, HOUR.negated());
      brief.awaitClosed();
      assertThat(brief.received("error"))
          .extracting(error -> error.get("code").asString())
          .containsExactly("TOKEN_EXPIRED");
      assertThat(ada.isClosed()).isFalse();
    }
  }
}
