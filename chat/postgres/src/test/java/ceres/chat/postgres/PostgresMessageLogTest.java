package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.chat.core.ChatException;
import ceres.chat.core.Draft;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.Message;
import ceres.chat.core.MessageLog;
import ceres.chat.core.MessageLog.Page;
import ceres.chat.core.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresMessageLogTest {
  private static final AtomicInteger ROOMS = new AtomicInteger();

  private final DatabaseAddress address = TestServer.newDatabase();
  private final Database database = Database.open(TestServer.quick(address));
  private final MessageLog log = database.log();
  private final User ann = new User(UUID.randomUUID(), "ann@example.org", "Ann", "pic");
  private final User bob = new User(UUID.randomUUID(), null, "Bob", null);
  private final Outcomes outcomes = new Outcomes();

  @BeforeAll
  void addUsers() {
    for (User user : List.of(ann, bob)) {
      TestServer.sql(
          address, "INSERT INTO \"User\" (id, name) VALUES ('%s', 'Row')".formatted(user.id()));
    }
  }

  @AfterAll
  void close() {
    database.close();
  }

  private static String newRoom() {
    return "room-" + ROOMS.incrementAndGet();
  }

  private static Draft draft(User user, String room, String text) {
    return new Draft(user, room, text, null);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::content).toList();
  }

  private Outcomes appendAll(Draft... drafts) {
    Outcomes told = new Outcomes();
    for (Draft draft : drafts) {
      log.append(draft, told.consumer());
    }
    told.await(drafts.length);
    return told;
  }

  /**
   * Keeps the writer busy until told otherwise, so that what is appended then becomes one group.
   */
  private void inOneGroup(Runnable appends) throws Exception {
    try (var connection = address.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE \"ChatMessage\" IN EXCLUSIVE MODE");
      Outcomes first = new Outcomes();
      log.append(draft(ann, newRoom(), "first"), first.consumer());
      Thread.sleep(100);
      appends.run();
      connection.commit();
      first.await(1);
    }
  }

  @Test
  void aSavedMessageIsInTheTableAndCarriesItsAuthor() {
    String room = newRoom();
    Message message = appendAll(draft(ann, room, "hé😀 \"x\\',{}")).saved().getFirst();
    assertThat(message.roomId()).isEqualTo(room);
    assertThat(message.content()).isEqualTo("hé😀 \"x\\',{}");
    assertThat(message.author()).isEqualTo(new Message.Author(ann.id(), "Ann", "pic"));
    assertThat(message.id().version()).isEqualTo(7);
    assertThat(message.createdAt().toEpochMilli())
        .isEqualTo(message.id().getMostSignificantBits() >>> 16)
        .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(5_000L));
    Message read = get(log.latest(room, 50)).getFirst();
    assertThat(read.author()).isEqualTo(new Message.Author(ann.id(), "Row", null));
    assertThat(read)
        .isEqualTo(
            new Message(message.id(), room, message.content(), message.createdAt(), read.author()));
  }

  @Test
  void theOrderOfOutcomesIsTheOrderOfTheRoom() throws Exception {
    String room = newRoom();
    Outcomes told = new Outcomes();
    List<Thread> senders = new ArrayList<>();
    for (int s = 0; s < 8; s++) {
      int sender = s;
      senders.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 250; i++) {
                  log.append(
                      draft(sender % 2 == 0 ? ann : bob, room, sender + ":" + i), told.consumer());
                }
              }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    told.await(2_000);
    List<Message> saved = told.saved();
    assertThat(saved).hasSize(2_000).isSortedAccordingTo(Message.ROOM_ORDER);
    assertThat(saved.stream().map(Message::id).map(UUID::toString)).isSorted();
    assertThat(
            TestServer.query(
                address,
                "SELECT content FROM \"ChatMessage\" WHERE \"roomId\" = '"
                    + room
                    + "' ORDER BY \"createdAt\", id"))
        .isEqualTo(String.join("\n", texts(saved)));
    assertThat(texts(get(log.latest(room, 50)))).isEqualTo(texts(saved.subList(1_950, 2_000)));
  }

  @Test
  void aReaderNeverSeesALaterMessageWithoutTheEarlierOnes() {
    String room = newRoom();
    Outcomes told = new Outcomes();
    for (int i = 0; i < 1_000; i++) {
      log.append(draft(ann, room, Integer.toString(i)), told.consumer());
      if (i % 50 == 0) {
        List<String> seen = texts(get(log.latest(room, 1_000)));
        for (int j = 0; j < seen.size(); j++) {
          assertThat(seen.get(j)).isEqualTo(Integer.toString(j));
        }
      }
    }
    told.await(1_000);
  }

  @Test
  void theSameClientIdIsStoredOnce() {
    String room = newRoom();
    UUID clientId = UUID.randomUUID();
    Message first = appendAll(new Draft(ann, room, "one", clientId)).saved().getFirst();
    Message again = appendAll(new Draft(ann, room, "two", clientId)).duplicates().getFirst();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.content()).isEqualTo("one");
    assertThat(again.author()).isEqualTo(new Message.Author(ann.id(), "Row", null));
    assertThat(appendAll(new Draft(bob, room, "three", clientId)).saved()).hasSize(1);
    assertThat(texts(get(log.latest(room, 50)))).containsExactly("one", "three");
  }

  @Test
  void theSameClientIdTwiceInOneGroupIsStoredOnce() throws Exception {
    String room = newRoom();
    UUID clientId = UUID.randomUUID();
    inOneGroup(() -> {
      log.append(draft(bob, room, "before"), outcomes.consumer());
      for (int i = 0; i < 5; i++) {
        log.append(new Draft(ann, room, "try " + i, clientId), outcomes.consumer());
      }
      log.append(draft(bob, room, "after"), outcomes.consumer());
    });
    outcomes.await(7);
    assertThat(texts(outcomes.saved())).containsExactly("before", "try 0", "after");
    assertThat(texts(outcomes.duplicates())).hasSize(4).containsOnly("try 0");
    assertThat(texts(get(log.latest(room, 50)))).containsExactly("before", "try 0", "after");
  }

  @Test
  void theSameClientIdFromManySendersAtOnceIsStoredOnce() throws Exception {
    String room = newRoom();
    UUID clientId = UUID.randomUUID();
    Outcomes told = new Outcomes();
    try (Database second = Database.open(TestServer.quick(address))) {
      for (int i = 0; i < 100; i++) {
        Draft draft = new Draft(ann, room, "try " + i, clientId);
        (i % 2 == 0 ? log : second.log()).append(draft, told.consumer());
      }
      told.await(100);
    }
    assertThat(told.saved()).hasSize(1);
    assertThat(told.duplicates()).hasSize(99).containsOnly(told.duplicates().getFirst());
    assertThat(get(log.latest(room, 50))).hasSize(1);
  }

  @Test
  void onlyTheGuiltyOfAGroupFail() throws Exception {
    String room = newRoom();
    User ghost = new User(UUID.randomUUID(), null, "Ghost", null);
    Outcomes told = new Outcomes();
    inOneGroup(() -> {
      for (int i = 0; i < 100; i++) {
        User author = i == 13 || i == 77 ? ghost : ann;
        String text = i == 50 ? "x".repeat(1_001) : Integer.toString(i);
        log.append(draft(author, room, text), told.consumer());
      }
    });
    told.await(100);
    assertThat(told.notSaved()).isEqualTo(3);
    assertThat(told.saved()).hasSize(97).isSortedAccordingTo(Message.ROOM_ORDER);
    assertThat(get(log.latest(room, 100))).hasSize(97);
  }

  @Test
  void aConsumerThatThrowsHarmsNobody() {
    log.append(
        draft(ann, newRoom(), "x"),
        outcome -> {
          throw new IllegalStateException("thrown by the test");
        });
    assertThat(appendAll(draft(ann, newRoom(), "y")).saved()).hasSize(1);
  }

  @Test
  void pagesWalkTheRoomBothWaysAndKnowWhetherThereIsMore() {
    String room = newRoom();
    Draft[] drafts = new Draft[25];
    for (int i = 0; i < drafts.length; i++) {
      drafts[i] = draft(ann, room, "m" + i);
    }
    List<Message> all = appendAll(drafts).saved();
    assertPage(get(log.page(room, null, null, 10)), all.subList(15, 25), true);
    assertPage(get(log.page(room, null, null, 25)), all, false);
    assertPage(get(log.page(room, id(all, 10), null, 10)), all.subList(0, 10), false);
    assertPage(get(log.page(room, id(all, 11), null, 10)), all.subList(1, 11), true);
    assertPage(get(log.page(room, null, id(all, 4), 10)), all.subList(5, 15), true);
    assertPage(get(log.page(room, null, id(all, 14), 10)), all.subList(15, 25), false);
    assertPage(get(log.page(room, id(all, 20), id(all, 10), 5)), all.subList(15, 20), true);
    assertPage(get(log.page(room, id(all, 20), id(all, 14), 5)), all.subList(15, 20), false);
    assertPage(get(log.page(room, id(all, 0), null, 5)), List.of(), false);
    assertPage(get(log.page("nowhere", null, null, 5)), List.of(), false);
  }

  private static UUID id(List<Message> messages, int index) {
    return messages.get(index).id();
  }

  private static void assertPage(Page page, List<Message> expected, boolean hasMore) {
    assertThat(texts(page.messages())).isEqualTo(texts(expected));
    assertThat(page.hasMore()).isEqualTo(hasMore);
  }

  @Test
  void aBoundThatIsNoMessageOfThisRoomIsInvalid() {
    Message elsewhere = appendAll(draft(ann, newRoom(), "x")).saved().getFirst();
    assertInvalid(newRoom(), elsewhere.id(), null);
    assertInvalid(newRoom(), null, UUID.randomUUID());
  }

  private void assertInvalid(String room, @Nullable UUID before, @Nullable UUID after) {
    assertThatThrownBy(() -> get(log.page(room, before, after, 10)))
        .cause()
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD));
  }

  @Test
  void newMessagesComeAfterStoredOnesEvenWhenTheClockWasSetBack() {
    String room = newRoom();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    Outcomes told = new Outcomes();
    try (Database second = Database.open(TestServer.quick(address), now::get)) {
      second.log().append(draft(ann, room, "early"), told.consumer());
      told.await(1);
    }
    now.updateAndGet(time -> time.minusSeconds(3_600));
    try (Database third = Database.open(TestServer.quick(address), now::get)) {
      assertThat(texts(get(third.log().latest(room, 50)))).containsExactly("early");
      third.log().append(draft(ann, room, "late"), told.consumer());
      told.await(2);
      assertThat(told.saved()).isSortedAccordingTo(Message.ROOM_ORDER);
      assertThat(texts(get(third.log().latest(room, 50)))).containsExactly("early", "late");
    }
  }

  @Test
  void aFullQueueIsToldAtOnceWhileTheRestIsSaved() throws Exception {
    String room = newRoom();
    Outcomes told = new Outcomes();
    try (Database small = Database.open(TestServer.quick(address).withQueue(10, 1 << 20));
        var connection = address.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE \"ChatMessage\" IN EXCLUSIVE MODE");
      for (int i = 0; i < 30; i++) {
        small.log().append(draft(ann, room, "m" + i), told.consumer());
      }
      told.await(20);
      assertThat(told.notSaved()).isEqualTo(20);
      connection.commit();
      told.await(30);
      assertThat(told.saved()).hasSize(10);
      small.log().append(draft(ann, room, "again"), told.consumer());
      told.await(31);
      assertThat(told.saved()).hasSize(11);
    }
  }

  @Test
  void closingSavesWhatIsQueuedAndTakesNothingMore() throws Exception {
    String room = newRoom();
    Outcomes told = new Outcomes();
    Database closing = Database.open(TestServer.quick(address));
    for (int i = 0; i < 500; i++) {
      closing.log().append(draft(ann, room, "m" + i), told.consumer());
    }
    closing.close();
    closing.close();
    assertThat(told.await(500)).hasSize(500);
    assertThat(told.saved()).hasSize(500);
    CountDownLatch refused = new CountDownLatch(1);
    closing.log().append(draft(ann, room, "late"), outcome -> refused.countDown());
    refused.await();
    assertThat(get(log.latest(room, 1_000))).hasSize(500);
  }

  @Test
  void writingInsistsOnDurabilityWhereTheServerDoesNot() {
    TestServer.sql(
        address,
        "ALTER DATABASE " + address.database() + " SET synchronous_commit = off",
        "CREATE TABLE seen (setting text)",
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$",
        "CREATE TRIGGER note BEFORE INSERT ON \"ChatMessage\" FOR EACH STATEMENT"
            + " EXECUTE FUNCTION note()");
    try (Database fresh = Database.open(TestServer.quick(address))) {
      Outcomes told = new Outcomes();
      fresh.log().append(draft(ann, newRoom(), "x"), told.consumer());
      told.await(1);
    } finally {
      TestServer.sql(
          address,
          "ALTER DATABASE " + address.database() + " RESET synchronous_commit",
          "DROP TRIGGER note ON \"ChatMessage\"");
    }
    assertThat(TestServer.query(address, "SELECT DISTINCT setting FROM seen")).isEqualTo("on");
  }
}
