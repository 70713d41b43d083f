package ceres.engineio.server;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The packets of a session that wait for its transport, in order. Mostly it is one, or none, which
 * takes no memory of its own; a list for more is borrowed from the loop.
 *
 * <p>Event-loop confined.
 */
final class Outbox extends AbstractList<OutgoingPacket> implements RandomAccess, Backlogs.Owner {
  private final EngineSession session;
  private final LoopContext loop;
  private final long limit;
  private @Nullable OutgoingPacket first;
  private @Nullable List<OutgoingPacket> others;
  private long bytes;

  /** How many bytes may wait here, by what the transport has, or had some time ago. */
  private long mostBytes;

  /**
   * Nothing waits.
   *
   * @param session whose packets these are
   * @param limit the most bytes that may wait here and in the transport
   */
  Outbox(EngineSession session, LoopContext loop, long limit) {
    this.session = session;
    this.loop = loop;
    this.limit = limit;
    this.mostBytes = limit;
  }

  /** Whether a packet may wait too; to be asked no more once it may not. */
  boolean hasRoomFor(OutgoingPacket packet, Transport transport) {
    if (bytes + packet.size() > mostBytes) {
      mostBytes = limit - transport.backlog();
    }
    if (bytes + packet.size() <= mostBytes) {
      return true;
    }
    loop.backlogs().tooMuchForOne();
    return false;
  }

  /** Whether little waits here and in the transport, so that what is volatile may be sent. */
  boolean isLow(Transport transport) {
    return bytes + transport.backlog() < Math.min(EngineServer.VOLATILE_WATER_MARK, limit / 2);
  }

  /** Hands all to the transport, if it can take that now. */
  void leaveBy(Transport transport) {
    if (isEmpty()) {
      return;
    }
    if (!transport.ready()) {
      loop.backlogs().add(this, bytes);
      return;
    }
    loop.counts().sent(size(), bytes);
    try {
      transport.write(this);
    } finally {
      clear();
    }
    mostBytes = limit - transport.backlog();
  }

  @Override
  public boolean add(OutgoingPacket packet) {
    bytes += packet.size();
    if (first == null) {
      first = packet;
      return true;
    }
    if (others == null) {
      others = loop.borrowList();
    }
    return others.add(packet);
  }

  @Override
  public long waiting() {
    return bytes;
  }

  @Override
  public void giveUp() {
    session.transportFailed();
  }

  /** How many bytes wait. */
  long bytes() {
    return bytes;
  }

  @Override
  public int size() {
    return (first == null ? 0 : 1) + (others == null ? 0 : others.size());
  }

  @Override
  public boolean isEmpty() {
    return first == null;
  }

  @Override
  public OutgoingPacket get(int index) {
    if (index == 0 && first != null) {
      return first;
    }
    if (index > 0 && others != null) {
      return others.get(index - 1);
    }
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public void clear() {
    first = null;
    bytes = 0;
    if (others != null) {
      loop.giveBack(others);
      others = null;
    }
  }
}
