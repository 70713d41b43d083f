package ceres.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.faults.Sender.Sent;
import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * People who chat in the room {@code general} while something breaks: some who send without haste,
 * and one who only watches. In the end they are asked what they know.
 *
 * <p>For one thread.
 */
final class Witnesses implements AutoCloseable {
  /** Of the servers in these tests: {@code SAVE_TIMEOUT} and {@code READ_TIMEOUT}. */
  static final Duration SAVE = Duration.ofSeconds(3);

  static final Duration READ = Duration.ofSeconds(4);

  /** What the last attempt may add, and a busy machine. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration SOON = Duration.ofSeconds(30);

  private final int port;
  private final ChatClient watcher;
  private final List<Sender> senders;

  private Witnesses(int port) {
    this.port = port;
    watcher = connect("Watcher").join("general");
    senders =
        IntStream.range(0, 3)
            .mapToObj(i -> "S" + i)
            .map(name -> new Sender(name, connect(name).join("general"), PAUSE).start())
            .toList();
  }

  /** At the server on a port; all goes well so far. */
  static Witnesses at(int port) {
    Witnesses witnesses = new Witnesses(port);
    witnesses.awaitSaved();
    return witnesses;
  }

  /** The settings of a server that they chat at. */
  static Map<String, String> settings() {
    return Map.of(
        "SAVE_TIMEOUT",
        Long.toString(SAVE.toMillis()),
        "READ_TIMEOUT",
        Long.toString(READ.toMillis()),
        "DATABASE_POOL",
        "4",
        "MANAGEMENT_PORT",
        "0");
  }

  ChatClient connect(String name) {
    return ChatClient.connect(port, Tokens.of(name));
  }

  /** Waits until messages of each are saved that were not yet when this was called. */
  void awaitSaved() {
    awaitMore(Sent::isOk, 5);
  }

  /** Waits until each was told that a message is not saved, after this was called. */
  void awaitNotSaved() {
    awaitMore(Sent::isNotSaved, 1);
  }

  private void awaitMore(Predicate<Sent> which, int more) {
    Map<Sender, Long> before = new HashMap<>();
    senders.forEach(sender -> before.put(sender, count(sender, which)));
    await()
        .atMost(SOON)
        .until(() ->
            senders.stream().allMatch(s -> count(s, which) >= before.getOrDefault(s, 0L) + more));
  }

  private static long count(Sender sender, Predicate<Sent> which) {
    return sender.sent().stream().filter(which).count();
  }

  /** Each stops, and sends again, as before, what it was told is not saved. */
  void finish() {
    senders.forEach(Sender::stop);
    await().atMost(SOON).until(() -> senders.stream().allMatch(Sender::isDone));
    for (Sender sender : senders) {
      for (Sent sent : sender.sent().stream().filter(Sent::isNotSaved).toList()) {
        JsonNode answer =
            sender
                .client()
                .call(
                    "send_message",
                    Map.of(
                        "roomId", "general",
                        "content", sent.content(),
                        "clientId", sent.clientId()));
        assertThat(answer.path("status").asString()).isEqualTo("ok");
      }
    }
    watcher.settle();
  }

  /**
   * After {@link #finish}: all was answered in time; what was acknowledged is stored as it was
   * acknowledged; and now all is stored, once, and was seen, once, in the order of the history.
   */
  void testify(TestDatabase database) {
    List<Sent> all = senders.stream().flatMap(sender -> sender.sent().stream()).toList();
    assertThat(all).allMatch(each -> each.isOk() || each.isNotSaved());
    assertThat(all).allSatisfy(each -> assertThat(each.took()).isLessThan(SAVE.plus(LATE)));
    List<String> rows =
        database.query(
            "SELECT id || ' ' || content FROM \"ChatMessage\" ORDER BY \"createdAt\", id");
    assertThat(rows)
        .containsAll(
            all.stream().filter(Sent::isOk).map(sent -> sent.id() + ' ' + sent.content()).toList());
    List<String> contents = rows.stream().map(row -> row.substring(37)).toList();
    assertThat(contents)
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Sent::content).toList());
    List<String> seen =
        watcher.received("new_message").stream()
            .map(message -> message.get("id").asString() + ' ' + message.get("content").asString())
            .toList();
    assertThat(seen).isEqualTo(rows);
  }

  /** How many were told that a message is not saved. */
  long notSaved() {
    return senders.stream().mapToLong(sender -> count(sender, Sent::isNotSaved)).sum();
  }

  @Override
  public void close() {
    senders.forEach(Sender::stop);
    senders.forEach(sender -> sender.client().close());
    watcher.close();
  }
}
