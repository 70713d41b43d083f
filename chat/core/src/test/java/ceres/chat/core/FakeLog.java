package ceres.chat.core;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory, on the test's thread. It commits, tells and reads at once, unless it is told to
 * hold; then the test says when. Confined to the test's thread.
 */
final class FakeLog implements MessageLog {
  /** A read that the test lets happen. */
  final class Read {
    private final CompletableFuture<List<Message>> future = new CompletableFuture<>();
    private final String roomId;
    private final int limit;
    private List<Message> result = List.of();

    private Read(String roomId, int limit) {
      this.roomId = roomId;
      this.limit = limit;
    }

    /** What is visible now will be the result. */
    Read look() {
      List<Message> all = room(roomId);
      result = List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
      return this;
    }

    void complete() {
      future.complete(result);
    }

    void fail(Throwable failure) {
      future.completeExceptionally(failure);
    }
  }

  private record Append(Draft draft, Consumer<Outcome> outcome) {}

  /** An append of which nobody knows yet what became of it. */
  final class Doubt {
    private final Append append;
    private final Message message;

    private Doubt(Append append, Message message) {
      this.append = append;
      this.message = message;
    }

    /** It was stored. Returns the message. */
    Message stored() {
      append.outcome().accept(new Saved(message));
      return message;
    }

    /** It was not. */
    void notStored() {
      committed.remove(message);
      append.outcome().accept(new NotSaved());
    }
  }

  private record FirstSend(UUID author, UUID clientId, Message message) {}

  private final List<Message> committed = new ArrayList<>();
  private final List<FirstSend> firstSends = new ArrayList<>();
  private final Deque<Append> appended = new ArrayDeque<>();
  private final Deque<Runnable> untold = new ArrayDeque<>();
  private final Deque<Read> reads = new ArrayDeque<>();
  private long sequence;
  boolean holdsAppends;
  boolean holdsReads;
  boolean saves = true;
  @Nullable Throwable bug;

  @Override
  public void append(Draft draft, Consumer<Outcome> outcome) {
    throwBug();
    appended.add(new Append(draft, outcome));
    if (!holdsAppends) {
      commit();
      tell();
    }
  }

  /** Commits the earliest append that is not yet, and returns its message. */
  Message commit() {
    Append append = appended.remove();
    Draft draft = append.draft();
    Optional<FirstSend> first =
        firstSends.stream()
            .filter(send -> send.author().equals(draft.author().id()))
            .filter(send -> send.clientId().equals(draft.clientId()))
            .findFirst();
    Message message = first.map(FirstSend::message).orElseGet(() -> message(draft));
    if (!saves) {
      untold.add(() -> append.outcome().accept(new NotSaved()));
    } else if (first.isPresent()) {
      untold.add(() -> append.outcome().accept(new Duplicate(message)));
    } else {
      committed.add(message);
      UUID clientId = draft.clientId();
      if (clientId != null) {
        firstSends.add(new FirstSend(draft.author().id(), clientId, message));
      }
      untold.add(() -> append.outcome().accept(new Saved(message)));
    }
    return message;
  }

  /** Commits the earliest append that is not yet, and tells that nobody knows whether it did. */
  Doubt doubt() {
    Append append = appended.remove();
    Message message = message(append.draft());
    committed.add(message);
    append.outcome().accept(new Doubtful());
    return new Doubt(append, message);
  }

  /** Tells the earliest outcome that is not yet told. */
  void tell() {
    untold.remove().run();
  }

  /** A message that nobody here sent, for instance of yesterday. */
  Message store(String roomId, String content) {
    Message message = message(new Draft(World.user("yesterday"), roomId, content, null));
    committed.add(message);
    return message;
  }

  List<Message> room(String roomId) {
    return committed.stream().filter(message -> message.roomId().equals(roomId)).toList();
  }

  @Override
  public CompletionStage<List<Message>> latest(String roomId, int limit) {
    throwBug();
    Read read = new Read(roomId, limit);
    if (holdsReads) {
      reads.add(read);
    } else {
      read.look().complete();
    }
    return read.future;
  }

  /** How many reads are held. */
  int reads() {
    return reads.size();
  }

  /** The earliest read that is held. */
  Read read() {
    return reads.remove();
  }

  @Override
  public CompletionStage<Page> page(
      String roomId, @Nullable UUID before, @Nullable UUID after, int limit) {
    throwBug();
    List<Message> messages =
        room(roomId).stream()
            .dropWhile(message -> after != null && !message.id().equals(after))
            .skip(after == null ? 0 : 1)
            .takeWhile(message -> !message.id().equals(before))
            .toList();
    int more = Math.max(0, messages.size() - limit);
    List<Message> page =
        after == null
            ? messages.subList(more, messages.size())
            : messages.subList(0, messages.size() - more);
    return CompletableFuture.completedFuture(new Page(page, more > 0));
  }

  private Message message(Draft draft) {
    sequence++;
    User author = draft.author();
    return new Message(
        new UUID(0x7000L, sequence),
        draft.roomId(),
        draft.content(),
        Instant.ofEpochSecond(1_770_458_400).plusMillis(sequence),
        new Message.Author(author.id(), author.name(), author.avatar()));
  }

  private void throwBug() {
    switch (bug) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new IllegalStateException(bug);
    }
  }
}
