package ceres.chat.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log with a thread of its own, which commits what is waiting as one group, and random pauses
 * between an append, its commit, its being told, and around every read.
 *
 * <p>Thread-safe: what is committed is guarded by this log's monitor, the rest is the thread's.
 */
final class LaggingLog implements MessageLog, AutoCloseable {
  private record Append(Draft draft, Consumer<Outcome> outcome) {}

  private final BlockingQueue<Append> appends = new LinkedBlockingQueue<>();
  private final List<Message> committed = new ArrayList<>();
  private final Thread writer = Thread.ofPlatform().name("lagging-log").daemon().start(this::write);

  @Override
  public void append(Draft draft, Consumer<Outcome> outcome) {
    appends.add(new Append(draft, outcome));
  }

  @Override
  public CompletionStage<List<Message>> latest(String roomId, int limit) {
    CompletableFuture<List<Message>> read = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      pause();
      List<Message> all = room(roomId);
      pause();
      read.complete(all.subList(Math.max(0, all.size() - limit), all.size()));
    });
    return read;
  }

  @Override
  public CompletionStage<Page> page(
      String roomId, @Nullable UUID before, @Nullable UUID after, int limit) {
    throw new UnsupportedOperationException();
  }

  /** All that is committed in a room, in its order. */
  synchronized List<Message> room(String roomId) {
    return committed.stream().filter(message -> message.roomId().equals(roomId)).toList();
  }

  @Override
  public void close() {
    writer.interrupt();
  }

  private void write() {
    List<Append> group = new ArrayList<>();
    try {
      while (true) {
        group.add(appends.take());
        pause();
        appends.drainTo(group);
        List<Message> messages = commit(group);
        for (int i = 0; i < group.size(); i++) {
          pause();
          group.get(i).outcome().accept(new Saved(messages.get(i)));
        }
        group.clear();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Message> commit(List<Append> group) {
    int first = committed.size();
    for (Append append : group) {
      Draft draft = append.draft();
      int n = committed.size();
      User author = draft.author();
      committed.add(
          new Message(
              new UUID(0x7000L, n),
              draft.roomId(),
              draft.content(),
              Instant.ofEpochMilli(1_770_458_400_000L + n / 3),
              new Message.Author(author.id(), author.name(), author.avatar())));
    }
    return List.copyOf(committed.subList(first, committed.size()));
  }

  private static void pause() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(200_000));
  }
}
