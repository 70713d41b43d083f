package ceres.testing.soak.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.ledger.Told;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Tokens;
import ceres.testing.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who chats, whatever happens: says numbered things, comes back when the connection is
 * lost, fetches what was missed, says again what was not answered, and enters all of it into the
 * ledger. Follows docs/clients.md.
 *
 * <p>Confined to a virtual thread of its own, but for the methods that say otherwise.
 */
final class Person {
  private static final int MOST_UNANSWERED = 8;
  private static final int CALL_MILLIS = 8_000;

  /** Longer than a server tries to save a message. */
  private static final long ANSWER_MILLIS = 15_000;

  private static final int LONGEST_PAUSE_MILLIS = 400;
  private static final long LOOK_NANOS = 500_000_000L;

  private final String name;
  private final Manners manners;
  private final Endpoint server;
  private final String token;
  private final Ledger ledger;
  private final Figures figures;
  private final Mind mind;
  private final SplittableRandom random;
  private volatile @Nullable Conversation conversation;
  private int said;

  Person(
      String name,
      Manners manners,
      Endpoint server,
      Tokens tokens,
      Ledger ledger,
      Figures figures,
      long seed) {
    this.name = name;
    this.manners = manners;
    this.server = server;
    this.ledger = ledger;
    this.figures = figures;
    mind = new Mind(name, manners.rooms(), ledger, figures);
    token = tokens.of(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString(), name);
    random = new SplittableRandom(seed ^ name.hashCode() * 0x9e3779b97f4a7c15L);
  }

  Thread start() {
    return Thread.ofVirtual().name(name).start(this::live);
  }

  String name() {
    return name;
  }

  /** What they know. Any thread may ask. */
  Mind mind() {
    return mind;
  }

  /** Leaves for good, without a word. Any thread may ask for that. */
  void leave() {
    mind.end();
    Conversation current = conversation;
    if (current != null) {
      current.end("the run is over");
    }
  }

  private void live() {
    while (!mind.isOver()) {
      try (Conversation current = connect()) {
        current.awaitAccepted(CALL_MILLIS);
        comeIn(current);
        mind.unanswered().forEach(saying -> sayAgain(current, saying));
        chat(current);
      } catch (IOException e) {
        mind.lost(e);
      }
      mind.pause(random.nextInt(20, LONGEST_PAUSE_MILLIS));
    }
  }

  private Conversation connect() throws IOException {
    Transport transport = random.nextBoolean() ? Transport.WEBSOCKET : Transport.POLLING;
    Map<String, String> auth = mind.connecting(transport, token);
    Conversation opened = new Conversation(server, transport, auth, mind);
    conversation = opened;
    if (mind.isOver()) {
      opened.end("the run is over");
    }
    return opened;
  }

  /** Into all rooms where something may be missing. */
  private void comeIn(Conversation current) throws IOException {
    for (String room : manners.rooms()) {
      if (mind.mustJoin(room)) {
        join(current, room);
      }
    }
    mind.arrived(current);
  }

  private void join(Conversation current, String room) throws IOException {
    while (!isOk(current.call("join_room", room, CALL_MILLIS)) || !fetchMissed(current, room)) {
      mind.pause(200);
    }
    mind.setWhole(room);
  }

  /** Reads what came between the last that nothing was missing before, and now. */
  private boolean fetchMissed(Conversation current, String room) throws IOException {
    UUID after = mind.complete(room);
    boolean more = after != null;
    while (more && after != null) {
      JsonNode answer =
          current.call(
              "fetch_history",
              Map.of("roomId", room, "after", after.toString(), "limit", 100),
              CALL_MILLIS);
      if (answer.path("code").asString("").equals("INVALID_PAYLOAD")) {
        // There is no such message any more. That is wrong, and no reason to stay away.
        mind.forgetWhatIsComplete(room);
        return true;
      }
      if (!isOk(answer)) {
        return false;
      }
      List<Told> messages = Mind.told(answer.get("messages"));
      boolean hasMore = answer.get("hasMore").asBoolean();
      UUID bound = after;
      ledger.add(at -> new Entry.Page(at, name, room, bound, null, messages, hasMore));
      mind.read(room, messages);
      after = mind.complete(room);
      more = hasMore;
    }
    return true;
  }

  static boolean isOk(JsonNode answer) {
    return answer.path("status").asString("").equals("ok");
  }

  private void chat(Conversation current) throws IOException {
    long next = System.nanoTime() + nextPause();
    while (!current.isOver() && !mind.isOver()) {
      if (mind.hasRefused()) {
        mind.pause(100);
        mind.takeRefused().forEach(saying -> sayAgain(current, saying));
      }
      if (manners.everyMillis() > 0 && next - System.nanoTime() <= 0) {
        next = System.nanoTime() + nextPause();
        act(current);
      }
      if (mind.isWaitingLongerThan(ANSWER_MILLIS)) {
        current.end("no answer for " + ANSWER_MILLIS + " ms");
      }
      long left = manners.everyMillis() > 0 ? next - System.nanoTime() : LOOK_NANOS;
      if (left > 0 && !current.isOver()) {
        mind.await(Math.min(left, LOOK_NANOS));
      }
    }
    throw new IOException("the connection is lost");
  }

  private long nextPause() {
    int most = Math.max(1, 2 * manners.everyMillis());
    return TimeUnit.MILLISECONDS.toNanos(random.nextInt(most));
  }

  private void act(Conversation current) throws IOException {
    switch (manners.habit()) {
      case TALKS -> saySomething(current);
      case WANDERS -> wander(current);
      case TALKS_AND_WANDERS -> {
        saySomething(current);
        if (random.nextInt(3) == 0) {
          wander(current);
        }
      }
    }
  }

  private String someRoom() {
    return manners.rooms().get(random.nextInt(manners.rooms().size()));
  }

  private void saySomething(Conversation current) {
    if (!mind.isQuiet() && mind.unanswered().size() < MOST_UNANSWERED) {
      figures.sent.increment();
      say(current, new Saying(someRoom(), name + " " + said++, UUID.randomUUID()));
    }
  }

  private void sayAgain(Conversation current, Saying saying) {
    figures.again.increment();
    say(current, saying);
  }

  private void say(Conversation current, Saying saying) {
    mind.said(saying);
    ledger.add(at -> new Entry.Sent(at, name, saying.room(), saying.text(), saying.clientId()));
    CompletableFuture<?> _ =
        current
            .ask(
                "send_message",
                Map.of(
                    "roomId", saying.room(),
                    "content", saying.text(),
                    "clientId", saying.clientId().toString()))
            .thenAccept(answer -> mind.answered(saying, answer));
  }

  /** Leaves a room, and joins it again. */
  private void wander(Conversation current) throws IOException {
    String room = someRoom();
    if (mind.leave(room)) {
      JsonNode _ =
          Conversation.await(
              current.ask("leave_room", room).whenComplete((_, failure) -> left(room, failure)),
              "leave_room",
              CALL_MILLIS);
      join(current, room);
    }
  }

  private void left(String room, @Nullable Throwable failure) {
    if (failure == null) {
      ledger.add(at -> new Entry.Left(at, name, room));
    }
  }
}
