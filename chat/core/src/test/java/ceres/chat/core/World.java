package ceres.chat.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ceres.chat.core.ChatEvent.RoomHistory;
import ceres.chat.core.ChatEvent.UserJoined;
import ceres.chat.core.ChatEvent.UserLeft;
import ceres.chat.core.ChatEvent.UserStoppedTyping;
import ceres.chat.core.ChatEvent.UserTyping;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A chat whose time, log and delivery a test holds in its hands. Confined to the test's thread. */
final class World {
  /** The room that most tests are about. */
  static final String ROOM = "asteroid-2465633";

  final ManualTime time = new ManualTime();
  final FakeLog log = new FakeLog();
  final RecordingDelivery delivery = new RecordingDelivery();
  final Chat chat;
  private int opened;

  World() {
    this(ChatConfig.DEFAULTS);
  }

  World(ChatConfig config) {
    chat = new Chat(config, log, delivery, time, time);
  }

  /** The user of a name, always the same. */
  static User user(String name) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    return new User(id, name + "@example.org", name, null);
  }

  /** A new connection of a user. */
  Connection connect(String name) {
    opened++;
    return chat.open(name + "-" + opened, user(name));
  }

  /** A new connection of a user, in rooms. Nobody remembers what they were told of it. */
  Connection connectTo(String name, String... roomIds) {
    Connection connection = connect(name);
    for (String roomId : roomIds) {
      assertThat(connection.join(roomId)).isCompleted();
    }
    delivery.clear();
    return connection;
  }

  List<ChatEvent> take(Connection connection) {
    return delivery.take(connection);
  }

  Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  RoomHistory history(Message... messages) {
    return new RoomHistory(ROOM, List.of(messages));
  }

  UserJoined joined(Connection connection) {
    return new UserJoined(ROOM, connection.user(), now());
  }

  UserLeft left(Connection connection) {
    return new UserLeft(ROOM, connection.user(), now());
  }

  UserTyping typing(Connection connection) {
    return new UserTyping(ROOM, connection.user());
  }

  UserStoppedTyping stopped(Connection connection) {
    return new UserStoppedTyping(ROOM, connection.user());
  }

  /** What a stage completed with. */
  static <T> T result(CompletionStage<T> stage) {
    assertThat(stage).isCompleted();
    return stage.toCompletableFuture().join();
  }

  /** The code that a stage failed with, told to its first consumer without any wrapping. */
  static ErrorCode failure(CompletionStage<?> stage) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    stage.whenComplete((result, thrown) -> failure.set(thrown));
    assertThat(failure.get()).isInstanceOf(ChatException.class);
    return ((ChatException) Objects.requireNonNull(failure.get())).code();
  }

  /** The code that a call throws. */
  static ErrorCode thrown(Runnable call) {
    Throwable thrown = catchThrowable(call::run);
    assertThat(thrown).isInstanceOf(ChatException.class);
    return ((ChatException) thrown).code();
  }
}
