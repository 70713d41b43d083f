package ceres.chat.postgres;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The users in {@code "User"}. Nothing is cached: the rows belong to the application.
 *
 * <p>Users are let in by groups: whoever comes while a group may begin is asked for at once, those
 * who come while {@value #GROUPS} are under way go together into the next. Each has the time of a
 * read from their coming, however long the groups before take.
 *
 * <p>Thread-safe by its monitor, which guards the queues and counters, and the thread-safe pool.
 */
public final class PostgresUserDirectory implements UserDirectory {
  /** Only a safety: a group is who waits. */
  static final int MAX_GROUP = 1_000;

  /** Two, so that one whose connection hangs does not stop all others. */
  static final int GROUPS = 2;

  private final Queries queries;
  private final boolean refresh;
  private final long nanos;
  private final ArrayDeque<Entrant> waiting = new ArrayDeque<>();
  private final ArrayDeque<Entrant> unanswered = new ArrayDeque<>();
  private int underWay;
  private boolean timed;

  PostgresUserDirectory(Queries queries, DatabaseConfig config) {
    this.queries = queries;
    refresh = config.refreshUsers();
    nanos = config.readWithin().toNanos();
  }

  @Override
  public CompletionStage<User> admit(Claims claims) {
    Entrant entrant = Entrant.of(claims, System.nanoTime() + nanos);
    boolean first;
    synchronized (this) {
      removeAnswered();
      unanswered.add(entrant);
      waiting.add(entrant);
      first = !timed;
      timed = true;
    }
    if (first) {
      giveUpAfter(nanos);
    }
    begin();
    return entrant.answer();
  }

  private void begin() {
    List<Entrant> group = group();
    if (!group.isEmpty()) {
      ask(group)
          .whenComplete((_, _) -> {
            synchronized (this) {
              underWay--;
            }
            begin();
          });
    }
  }

  /** Who is to be asked for now. */
  private synchronized List<Entrant> group() {
    if (underWay == GROUPS || waiting.isEmpty()) {
      return List.of();
    }
    underWay++;
    List<Entrant> group = new ArrayList<>(Math.min(waiting.size(), MAX_GROUP));
    while (group.size() < MAX_GROUP && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    return group;
  }

  private CompletionStage<List<Entrant>> ask(List<Entrant> group) {
    return queries
        .ask(connection -> new UserGroup(group, refresh).admit(connection))
        .whenComplete((alone, failure) -> {
          if (failure != null) {
            group.forEach(entrant -> entrant.fail(ErrorCode.INTERNAL));
          } else {
            alone.forEach(entrant -> ask(List.of(entrant)));
          }
        });
  }

  private void giveUpAfter(long delay) {
    CompletableFuture.delayedExecutor(delay, NANOSECONDS).execute(this::giveUp);
  }

  /** Fails those whose time is over. Runs only while somebody may be waiting. */
  private void giveUp() {
    List<Entrant> late = new ArrayList<>(0);
    @Nullable Entrant next;
    synchronized (this) {
      removeAnswered();
      while (!unanswered.isEmpty() && unanswered.element().remaining() <= 0) {
        late.add(unanswered.remove());
      }
      next = unanswered.peek();
      timed = next != null;
    }
    if (next != null) {
      giveUpAfter(next.remaining());
    }
    late.forEach(entrant -> entrant.fail(ErrorCode.INTERNAL));
  }

  private void removeAnswered() {
    while (!unanswered.isEmpty() && !unanswered.element().waits()) {
      unanswered.remove();
    }
  }
}
