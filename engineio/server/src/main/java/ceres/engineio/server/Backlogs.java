package ceres.engineio.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits on one loop for clients who do not take it, or for clients to say the rest of it. Who
 * has nothing waiting is not here, and costs nothing. If there is too much of it all, those who
 * have most lose their connections: some in each turn of the loop, because there may be thousands,
 * and others who want to be served meanwhile.
 *
 * <p>Event-loop confined, but for {@link #total}.
 */
final class Backlogs {
  private static final Logger LOG = LoggerFactory.getLogger(Backlogs.class);

  /** How many lose their connections in a turn, unless more than twice too much is here. */
  static final int SLICE = 32;

  private static final long LOOK_EVERY_MILLIS = 500;

  /** Less is not worth counting while it is not whole. */
  static final int WORTH_COUNTING = 16 << 10;

  private final LoopContext loop;
  private final Gate gate;
  private final long limit;
  private final IdentityHashMap<Owner, Long> owners = new IdentityHashMap<>();
  private volatile long total;
  private boolean looksLater;

  /** Until there is no longer too much. */
  private boolean looksNow;

  /** Who bytes wait for; on this loop. */
  interface Owner {
    /** How many. */
    long waiting();

    /** Drops them, and the connection with them. */
    void giveUp();
  }

  /**
   * @param limit the most bytes; 0: any number
   */
  Backlogs(LoopContext loop, Gate gate, long limit) {
    this.loop = loop;
    this.gate = gate;
    this.limit = limit;
  }

  /** How many bytes wait, or waited a moment ago. Any thread may ask. */
  long total() {
    return total;
  }

  /** Bytes wait for somebody. */
  void add(Owner owner, long bytes) {
    if (limit == 0) {
      return;
    }
    Long before = owners.put(owner, bytes);
    set(total + bytes - (before == null ? 0 : before));
    if (total > limit && !looksNow) {
      looksNow = true;
      // Not now: the caller may be in the middle of a broadcast.
      loop.execute(this::look);
    } else if (!looksLater) {
      looksLater = true;
      loop.eventLoop().schedule(this::lookLater, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether there is too much, and some lose their connections until there is not. */
  boolean areTooMuch() {
    return looksNow;
  }

  /** Somebody did not take what they were sent. */
  void tooMuchForOne() {
    gate.count(Refused.SLOW_READER);
  }

  private void lookLater() {
    looksLater = false;
    if (!looksNow) {
      look();
    }
    if (!owners.isEmpty()) {
      looksLater = true;
      loop.eventLoop().schedule(this::lookLater, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    owners.replaceAll((owner, _) -> owner.waiting());
    owners.values().removeIf(bytes -> bytes == 0);
    set(owners.values().stream().mapToLong(Long::longValue).sum());
    looksNow = total > limit;
    if (looksNow) {
      List<Counted> ascending = new ArrayList<>(owners.size());
      owners.forEach((owner, bytes) -> ascending.add(new Counted(owner, bytes)));
      ascending.sort(Comparator.comparingLong(Counted::bytes));
      giveUpLast(ascending);
    }
  }

  /** For whom how many waited when they were last looked at. */
  private record Counted(Owner owner, long bytes) {}

  private void giveUpLast(List<Counted> rest) {
    int givenUp = 0;
    while (total > limit - limit / 8 && !rest.isEmpty()) {
      if (givenUp >= SLICE && total <= 2 * limit) {
        loop.executeNextTurn(() -> giveUpLast(rest));
        return;
      }
      if (giveUp(rest.removeLast().owner)) {
        givenUp++;
      }
    }
    looksNow = false;
  }

  /** Unless its bytes have left meanwhile. */
  private boolean giveUp(Owner owner) {
    Long bytes = owners.remove(owner);
    if (bytes == null) {
      return false;
    }
    set(total - bytes);
    if (owner.waiting() == 0) {
      return false;
    }
    gate.count(Refused.SLOWEST_READER);
    try {
      owner.giveUp();
    } catch (RuntimeException | Error fault) {
      LOG.error("A connection with too much to be written could not be given up", fault);
    }
    return true;
  }

  /** Only this loop writes it. */
  private void set(long bytes) {
    total = bytes;
  }
}
