package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.each;
import static ceres.conformance.contract.Shapes.isError;
import static ceres.conformance.contract.Shapes.isFailure;
import static ceres.conformance.contract.Shapes.isOk;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** The rows “durable first” and “unknown outcome” of the section “Messages”. */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class MessagesCommitTest {
  @AutoClose private static final TestServer SERVER = TestServer.start();

  /** A database that refuses some contents: at the statement, and at the commit. */
  @BeforeAll
  static void refuseSome() {
    SERVER
        .database()
        .execute(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.content LIKE 'refuse%' THEN
                RAISE EXCEPTION 'SQL says no to %', NEW.content;
              END IF;
              RETURN NEW;
            END $$;
            CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.content LIKE 'late%' THEN
                RAISE EXCEPTION 'the commit says no to %', NEW.content;
              END IF;
              RETURN NEW;
            END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON "ChatMessage"
              FOR EACH ROW EXECUTE FUNCTION refuse();
            CREATE CONSTRAINT TRIGGER late AFTER INSERT ON "ChatMessage"
              DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_late();
            """);
  }

  private static Map<String, Object> message(String room, String content) {
    return Map.of("roomId", room, "content", content);
  }

  private static List<String> stored(String room) {
    return stored(SERVER, room);
  }

  private static List<String> stored(TestServer server, String room) {
    return server
        .database()
        .query(
            "SELECT content FROM \"ChatMessage\" WHERE \"roomId\" = '%s' ORDER BY \"createdAt\", id"
                .formatted(room));
  }

  @Test
  @DisplayName("durable first · who sees new_message or the acknowledgement finds the row")
  void row_before_words() throws SQLException {
    try (ChatClient ada = SERVER.connect("Ada", "durable");
        ChatClient bob = SERVER.connect("Bob", "durable");
        Connection other = SERVER.database().connect();
        PreparedStatement select =
            other.prepareStatement("SELECT count(*) FROM \"ChatMessage\" WHERE id = ?")) {
      for (int i = 0; i < 100; i++) {
        CompletableFuture<JsonNode> answer =
            ada.request("send_message", message("durable", "number " + i));
        String id = text(i % 2 == 0 ? bob.next("new_message") : answer.join().get("message"), "id");
        select.setObject(1, UUID.fromString(id));
        try (ResultSet row = select.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(1);
        }
        answer.join();
      }
    }
  }

  @Test
  @DisplayName("durable first · a commit that fails is NOT_SAVED for its sender only")
  void not_saved() {
    try (ChatClient ada = SERVER.connect("Ada", "refusals");
        ChatClient bob = SERVER.connect("Bob", "refusals")) {
      for (String bad : new String[] {"refuse me", "late refusal"}) {
        isFailure(ada.call("send_message", message("refusals", bad)), "NOT_SAVED");
        isError(ada.next("error"), "send_message", "NOT_SAVED");
        isOk(ada.call("send_message", message("refusals", "after " + bad)), "message");
      }
      assertThat(each(bob.settle().received("new_message"), "content"))
          .containsExactly("after refuse me", "after late refusal")
          .isEqualTo(each(ada.settle().received("new_message"), "content"))
          .isEqualTo(stored("refusals"));
      assertThat(bob.received("error")).isEmpty();
    }
  }

  @Test
  @DisplayName("durable first · the others of the same group are saved")
  void others_of_the_group() {
    List<ChatClient> senders =
        IntStream.range(0, 5).mapToObj(i -> SERVER.connect("group" + i, "group")).toList();
    try (ChatClient bob = SERVER.connect("Bob", "group")) {
      List<CompletableFuture<JsonNode>> good = new ArrayList<>();
      List<CompletableFuture<JsonNode>> bad = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ChatClient sender = senders.get(i % senders.size());
        if (i % 23 == 7) {
          bad.add(sender.request("send_message", message("group", "refuse " + i)));
        } else if (i % 41 == 11) {
          bad.add(sender.request("send_message", message("group", "late " + i)));
        } else {
          expected.add("good " + i);
          good.add(sender.request("send_message", message("group", "good " + i)));
        }
      }
      bad.forEach(answer -> isFailure(answer.join(), "NOT_SAVED"));
      good.forEach(answer -> isOk(answer.join(), "message"));
      List<String> stored = stored("group");
      assertThat(stored).containsExactlyInAnyOrderElementsOf(expected);
      for (ChatClient member : Stream.concat(senders.stream(), Stream.of(bob)).toList()) {
        assertThat(each(member.settle().received("new_message"), "content")).isEqualTo(stored);
      }
      assertThat(senders.stream().mapToInt(sender -> sender.received("error").size()).sum())
          .isEqualTo(bad.size());
    } finally {
      senders.forEach(ChatClient::disconnect);
    }
  }

  @Test
  @DisplayName("durable first · NOT_SAVED with a clientId leaves it free for a retry")
  void retry_after_refusal() {
    try (ChatClient ada = SERVER.connect("Ada", "free")) {
      String clientId = UUID.randomUUID().toString();
      isFailure(
          ada.call(
              "send_message",
              Map.of("roomId", "free", "content", "refuse me", "clientId", clientId)),
          "NOT_SAVED");
      isOk(
          ada.call(
              "send_message", Map.of("roomId", "free", "content", "better", "clientId", clientId)),
          "message");
      assertThat(stored("free")).containsExactly("better");
    }
  }

  @Test
  @DisplayName("unknown outcome · broken connections to the database lose and double nothing")
  void broken_connections() throws SQLException {
    try (TestServer server = TestServer.start();
        ChatClient bob = server.connect("Bob", "broken");
        Connection killer = server.database().connect();
        Statement kill = killer.createStatement()) {
      List<ChatClient> senders =
          IntStream.range(0, 5).mapToObj(i -> server.connect("broken" + i, "broken")).toList();
      List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        ChatClient sender = senders.get(i % senders.size());
        answers.add(sender.request("send_message", message("broken", "number " + i)));
        if (i % 50 == 25) {
          kill.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
      }
      List<String> acked =
          answers.stream()
              .map(CompletableFuture::join)
              .filter(answer -> text(answer, "status").equals("ok"))
              .map(answer -> text(answer.get("message"), "content"))
              .toList();
      // Within the 10 s of trying again every one of them is saved.
      assertThat(acked).hasSize(300);
      assertThat(stored(server, "broken")).containsExactlyInAnyOrderElementsOf(acked);
      assertThat(each(bob.settle().received("new_message"), "content"))
          .isEqualTo(stored(server, "broken"));
      assertThat(each(bob.received("new_message"), "id")).isSorted();
      senders.forEach(ChatClient::disconnect);
    }
  }

  @Test
  @DisplayName("unknown outcome · NOT_SAVED within 10 s while the database does not answer")
  void locked_out() throws SQLException {
    try (TestServer server = TestServer.start();
        ChatClient ada = server.connect("Ada", "locked");
        ChatClient bob = server.connect("Bob", "locked");
        Connection holder = server.database().connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE \"ChatMessage\" IN EXCLUSIVE MODE");
      long start = System.nanoTime();
      JsonNode answer = ada.call("send_message", message("locked", "too late"));
      assertThat((System.nanoTime() - start) / 1_000_000_000.0).isLessThan(12);
      isFailure(answer, "NOT_SAVED");
      holder.rollback();
      isOk(ada.call("send_message", message("locked", "in time")), "message");
      assertThat(each(bob.settle().received("new_message"), "content")).containsExactly("in time");
      assertThat(server.database().query("SELECT content FROM \"ChatMessage\""))
          .containsExactly("in time");
    }
  }
}
