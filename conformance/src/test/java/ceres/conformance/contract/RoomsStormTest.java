package ceres.conformance.contract;

import static ceres.conformance.contract.Shapes.each;
import static ceres.conformance.contract.Shapes.list;
import static ceres.conformance.contract.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The row “no gap, no double” of the section “Rooms”, and “order” of the section “Messages”. */
class RoomsStormTest {
  private static final int SENDERS = 20;
  private static final int JOINERS = 50;
  private static final int IN_FLIGHT = 4;

  @AutoClose private static final TestServer SERVER = TestServer.start();
  @AutoClose private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private static <T> List<T> all(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> result : THREADS.invokeAll(tasks)) {
      results.add(result.get());
    }
    return results;
  }

  private static List<ChatClient> connect(String kind, int count, String... rooms)
      throws InterruptedException, ExecutionException {
    return all(
        IntStream.range(0, count)
            .<Callable<ChatClient>>mapToObj(i -> () -> SERVER.connect(kind + i, rooms))
            .toList());
  }

  /** Sends until it is enough, several in flight. */
  private static int send(ChatClient sender, String name, String room, AtomicBoolean enough) {
    List<CompletableFuture<JsonNode>> inFlight = new ArrayList<>();
    int sent = 0;
    while (!enough.get()) {
      String content = name + " " + sent++;
      inFlight.add(sender.request("send_message", Map.of("roomId", room, "content", content)));
      if (inFlight.size() == IN_FLIGHT) {
        assertThat(text(inFlight.removeFirst().join(), "status")).isEqualTo("ok");
      }
    }
    inFlight.forEach(answer -> assertThat(text(answer.join(), "status")).isEqualTo("ok"));
    return sent;
  }

  private static List<String> stored(String room) {
    return SERVER
        .database()
        .query(
            "SELECT id FROM \"ChatMessage\" WHERE \"roomId\" = '%s' ORDER BY \"createdAt\", id"
                .formatted(room));
  }

  /** All that a client was shown of a room, checked to be shown once and in order. */
  private static void sawAll(ChatClient client, List<String> stored) {
    List<String> shown = new ArrayList<>();
    for (ChatClient.Received event : client.received()) {
      switch (event.name()) {
        case "room_history" -> {
          List<String> history = each(list(event.payload().get("messages")), "id");
          assertThat(history).hasSizeLessThanOrEqualTo(50).doesNotHaveDuplicates();
          // Joining again shows the last of what came before again, and then what is new.
          int known = shown.isEmpty() ? 0 : history.indexOf(shown.getLast()) + 1;
          assertThat(shown).endsWith(history.subList(0, known).toArray(String[]::new));
          shown.addAll(history.subList(known, history.size()));
        }
        case "new_message" -> shown.add(text(event.payload(), "id"));
        default -> {}
      }
    }
    assertThat(shown).isNotEmpty().doesNotHaveDuplicates();
    int from = stored.indexOf(shown.getFirst());
    assertThat(shown).isEqualTo(stored.subList(from, stored.size()));
  }

  @Test
  @DisplayName("no gap, no double · 50 clients join, and join again, while 20 others send")
  void joins_in_a_storm() throws Exception {
    String room = "storm";
    List<ChatClient> senders = connect("sender", SENDERS, room);
    List<ChatClient> joiners = connect("joiner", JOINERS);
    AtomicBoolean enough = new AtomicBoolean();
    List<Future<Integer>> sending = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int number = i;
      sending.add(THREADS.submit(() -> send(senders.get(number), "sender" + number, room, enough)));
    }
    try {
      all(
          joiners.stream()
              .<Callable<ChatClient>>map(joiner ->
                  () -> {
                    joiner.join(room);
                    joiner.next("new_message");
                    return joiner.join(room);
                  })
              .toList());
    } finally {
      enough.set(true);
    }
    int sent = 0;
    for (Future<Integer> sender : sending) {
      sent += sender.get();
    }
    List<String> stored = stored(room);
    assertThat(stored).hasSize(sent);
    for (ChatClient joiner : joiners) {
      sawAll(joiner.settle(), stored);
    }
    for (ChatClient sender : senders) {
      assertThat(each(sender.settle().received("new_message"), "id")).isEqualTo(stored);
    }
    senders.forEach(ChatClient::disconnect);
    joiners.forEach(ChatClient::disconnect);
  }

  @Test
  @DisplayName("no gap, no double · joining again while hundreds are in flight")
  void joins_again_in_a_flood() throws Exception {
    String room = "flood";
    try (ChatClient sender = SERVER.connect("sender", room);
        ChatClient member = SERVER.connect("member", room)) {
      for (int burst = 0; burst < 5; burst++) {
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          answers.add(
              sender.request("send_message", Map.of("roomId", room, "content", "flood " + i)));
        }
        CompletableFuture<Void> done =
            CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
        while (!done.isDone()) {
          member.join(room);
        }
        done.join();
      }
      List<String> stored = stored(room);
      assertThat(stored).hasSize(1_500);
      sawAll(member.settle(), stored);
    }
  }

  @Test
  @DisplayName("no gap, no double · leaving and joining again and again in a storm")
  void leaves_in_a_storm() throws Exception {
    String room = "coming and going";
    List<ChatClient> senders = connect("sender", 4, room);
    List<ChatClient> restless = connect("restless", 10);
    AtomicBoolean enough = new AtomicBoolean();
    List<Future<Integer>> sending = new ArrayList<>();
    for (int i = 0; i < senders.size(); i++) {
      int number = i;
      sending.add(THREADS.submit(() -> send(senders.get(number), "sender" + number, room, enough)));
    }
    try {
      all(
          restless.stream()
              .<Callable<ChatClient>>map(client ->
                  () -> {
                    for (int i = 0; i < 8; i++) {
                      client.join(room);
                      client.call("leave_room", room);
                    }
                    return client;
                  })
              .toList());
    } finally {
      enough.set(true);
    }
    for (Future<Integer> sender : sending) {
      sender.get();
    }
    List<String> stored = stored(room);
    for (ChatClient client : restless) {
      staysAreWhole(client.settle(), stored);
      client.disconnect();
    }
    senders.forEach(ChatClient::disconnect);
  }

  /** From each history to the next leave, not a message is missing or twice. */
  private static void staysAreWhole(ChatClient client, List<String> stored) {
    List<String> stay = new ArrayList<>();
    boolean inside = false;
    int stays = 0;
    for (ChatClient.Received event : client.received()) {
      switch (event.name()) {
        case "room_history" -> {
          stay = new ArrayList<>(each(list(event.payload().get("messages")), "id"));
          inside = true;
        }
        case "new_message" -> {
          assertThat(inside).isTrue();
          stay.add(text(event.payload(), "id"));
        }
        case "user_left" -> {
          if (text(event.payload(), "userId").equals(userOf(client))) {
            inside = false;
            stays++;
            if (!stay.isEmpty()) {
              int from = stored.indexOf(stay.getFirst());
              assertThat(stay).isEqualTo(stored.subList(from, from + stay.size()));
            }
          }
        }
        default -> {}
      }
    }
    assertThat(stays).isEqualTo(8);
  }

  private static String userOf(ChatClient client) {
    return text(client.received("user_joined").getFirst(), "userId");
  }

  @Test
  @DisplayName(
      "order · the same for all, each sender's own kept; ids and times never run backwards")
  void one_order() throws Exception {
    String room = "order";
    List<ChatClient> senders = connect("orderly", SENDERS, room);
    int each = 25;
    all(
        IntStream.range(0, SENDERS)
            .<Callable<Boolean>>mapToObj(number ->
                () -> {
                  List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    Map<String, String> payload =
                        Map.of("roomId", room, "content", "orderly" + number + " " + i);
                    answers.add(senders.get(number).request("send_message", payload));
                  }
                  return answers.stream()
                      .map(CompletableFuture::join)
                      .allMatch(answer -> text(answer, "status").equals("ok"));
                })
            .toList());

    List<JsonNode> messages = senders.getFirst().settle().received("new_message");
    assertThat(messages).hasSize(SENDERS * each);
    List<String> ids = each(messages, "id");
    assertThat(ids).allMatch(id -> Shapes.UUID_7.matcher(id).matches()).isSorted();
    assertThat(each(messages, "createdAt")).isSorted();
    assertThat(stored(room)).isEqualTo(ids);
    Map<String, List<Integer>> numbers = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode message : messages) {
      String content = text(message, "content");
      assertThat(seen.add(content)).as(content).isTrue();
      int space = content.indexOf(' ');
      numbers
          .computeIfAbsent(content.substring(0, space), _ -> new ArrayList<>())
          .add(Integer.valueOf(content.substring(space + 1)));
    }
    assertThat(numbers).hasSize(SENDERS);
    assertThat(numbers.values())
        .allSatisfy(own -> assertThat(own).isEqualTo(IntStream.range(0, each).boxed().toList()));

    for (ChatClient member : senders) {
      assertThat(each(member.settle().received("new_message"), "id")).isEqualTo(ids);
    }
    try (ChatClient late = SERVER.connect("late", room)) {
      assertThat(each(list(late.next("room_history").get("messages")), "id"))
          .isEqualTo(ids.subList(ids.size() - 50, ids.size()));
    }
    senders.forEach(ChatClient::disconnect);
  }
}
