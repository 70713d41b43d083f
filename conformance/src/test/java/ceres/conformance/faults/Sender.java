package ceres.conformance.faults;

import ceres.conformance.support.ChatClient;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends numbered messages to the room {@code general}, a few at a time, until it is told to stop or
 * its connection ends.
 *
 * <p>Thread-safe.
 */
final class Sender {
  private static final int AT_A_TIME = 4;

  /**
   * What became of a message.
   *
   * @param answer the acknowledgement, or null if none came in 15 s
   */
  record Sent(String content, String clientId, @Nullable JsonNode answer, Duration took) {
    boolean isOk() {
      return answer != null && answer.path("status").asString("").equals("ok");
    }

    boolean isNotSaved() {
      return answer != null && answer.path("code").asString("").equals("NOT_SAVED");
    }

    String id() {
      return answer == null ? "" : answer.path("message").path("id").asString("");
    }
  }

  private final String name;
  private final ChatClient client;
  private final Executor afterPause;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final Queue<Sent> begun = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  Sender(String name, ChatClient client) {
    this(name, client, Duration.ZERO);
  }

  /**
   * One who is not in such a hurry.
   *
   * @param pause between an answer and the next message
   */
  Sender(String name, ChatClient client, Duration pause) {
    this.name = name;
    this.client = client;
    this.afterPause = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  String name() {
    return name;
  }

  Sender start() {
    for (int i = 0; i < AT_A_TIME; i++) {
      send();
    }
    return this;
  }

  void stop() {
    stopped = true;
  }

  boolean isDone() {
    return stopped && underWay.get() == 0;
  }

  /** All that was answered, or was not for 15 s, in that order. */
  Queue<Sent> sent() {
    return sent;
  }

  /** All that was sent, answered or not. */
  Queue<Sent> begun() {
    return begun;
  }

  ChatClient client() {
    return client;
  }

  private void send() {
    underWay.incrementAndGet();
    if (stopped || client.isClosed()) {
      underWay.decrementAndGet();
      return;
    }
    long start = System.nanoTime();
    String clientId = UUID.randomUUID().toString();
    String content;
    synchronized (this) {
      content = name + " " + next.getAndIncrement();
      begun.add(new Sent(content, clientId, null, Duration.ZERO));
    }
    var answer =
        client.request(
            "send_message", Map.of("roomId", "general", "content", content, "clientId", clientId));
    var _ =
        answer
            .whenComplete((node, _) ->
                sent.add(
                    new Sent(content, clientId, node, Duration.ofNanos(System.nanoTime() - start))))
            .whenCompleteAsync(
                (_, _) -> {
                  send();
                  underWay.decrementAndGet();
                },
                afterPause);
  }
}
