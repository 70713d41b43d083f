package ceres.chat.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One join, without gap and without double. From before the history is read until it is shown, the
 * room keeps the {@link Tail} of what it is told; with it the history is complete. What the history
 * shows before the room is told of it is kept from being shown again by {@link Floors}.
 *
 * <p>Immutable but for the stage that it completes.
 */
final class Join {
  private final Connection connection;
  private final String roomId;
  private final Ports ports;
  private final Rooms rooms;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  Join(Connection connection, String roomId, Ports ports, Rooms rooms) {
    this.connection = connection;
    this.roomId = roomId;
    this.ports = ports;
    this.rooms = rooms;
  }

  /** Begins; to be called once, with a place reserved in the connection's memberships. */
  CompletionStage<Void> start() {
    rooms.in(roomId, Room::joinBegins);
    history().thenCompose(this::told).whenComplete(this::finish);
    return done;
  }

  /** The history, when the connection was told what it must not skip. */
  private CompletionStage<List<Message>> told(List<Message> history) {
    List<CompletableFuture<Void>> untold = new ArrayList<>(1);
    rooms.ifPresent(roomId, room -> untold.add(room.joinReads(connection, history)));
    return CompletableFuture.allOf(untold.toArray(CompletableFuture<?>[]::new))
        .handle((_, _) -> history);
  }

  private CompletionStage<List<Message>> history() {
    try {
      return ports.log().latest(roomId, ports.config().historyLength());
    } catch (RuntimeException bug) {
      return CompletableFuture.failedFuture(bug);
    }
  }

  private void finish(@Nullable List<Message> history, @Nullable Throwable failure) {
    @Nullable Throwable outcome = null;
    try {
      if (history == null) {
        outcome = failure == null ? new IllegalStateException("no history") : failure;
        rooms.ifPresent(roomId, Room::joinFails);
      } else {
        rooms.ifPresent(roomId, room -> room.joinCompletes(connection, history));
      }
    } catch (RuntimeException | Error closedOrBug) {
      outcome = closedOrBug;
    } finally {
      connection.memberships().release();
    }
    if (outcome == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(cause(outcome));
    }
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
