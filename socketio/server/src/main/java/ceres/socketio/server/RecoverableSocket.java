package ceres.socketio.server;

import ceres.engineio.server.CloseReason;
import ceres.engineio.server.Session;
import ceres.socketio.adapter.BroadcastFlags;
import ceres.socketio.adapter.Legacy;
import ceres.socketio.adapter.Member;
import ceres.socketio.adapter.Recoverable;
import ceres.socketio.adapter.RecoveryStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What makes a socket recoverable: it remembers what was sent, stays a member of its rooms when its
 * client is lost, and gives all that to the socket with which the client comes back.
 *
 * <p>Event-loop confined to the socket's loop, but for {@link Recoverable}'s methods.
 */
final class RecoverableSocket implements Recoverable<EncodedMessages> {
  /** Where a socket is. From each state the later ones can be reached, and no other. */
  private enum State {
    /** Not let in yet. */
    NEW,
    /** Let in, and taking the place of another: collects what is sent to it meanwhile. */
    ARRIVING,
    /** Connected. */
    CONNECTED,
    /** Its client was lost and may come back. */
    PARKED,
    /** Its client came back: it gives its place to another, and both are reached. */
    LEAVING,
    /** The end. */
    GONE
  }

  private final Socket socket;
  private final Session session;
  private final Recovery recovery;
  private final RecoveryStore<EncodedMessages> store;
  private final String pid;
  private final PacketLog log;
  private @Nullable CompletableFuture<Void> over;
  private boolean isOver;
  private State state = State.NEW;
  private boolean kicked;

  /** While parked: how many packets of the log its client may have, because it was there then. */
  private int maybeReceived;

  private @Nullable Member<EncodedMessages> successor;

  /**
   * For a socket that is not let in yet.
   *
   * @param offset the last offset that the client has, from whatever time
   */
  RecoverableSocket(
      Socket socket,
      Member<EncodedMessages> member,
      Session session,
      Recovery recovery,
      RecoveryStore<EncodedMessages> store,
      String pid,
      @Nullable String offset) {
    this.socket = socket;
    this.session = session;
    this.recovery = recovery;
    this.store = store;
    this.pid = pid;
    this.log = new PacketLog(recovery.on(session.loop()), member, offset);
  }

  /** What the client names when it comes back, and nobody else knows. */
  String pid() {
    return pid;
  }

  PacketLog log() {
    return log;
  }

  /** The socket's handlers have run to their end. */
  void over() {
    isOver = true;
    if (over != null) {
      over.complete(null);
    }
  }

  private CompletableFuture<Void> whenOver() {
    if (over == null) {
      over = new CompletableFuture<>();
      if (isOver) {
        over.complete(null);
      }
    }
    return over;
  }

  /** The client was let in, without a past. */
  void connected() {
    state = State.CONNECTED;
    log.share();
    store.put(pid, this);
  }

  /** The client was let in, and what it left is on its way. */
  void arriving() {
    state = State.ARRIVING;
  }

  /**
   * What the client left is here: it is connected again.
   *
   * @return whether it is to be disconnected at once
   */
  boolean arrived(Legacy<EncodedMessages> legacy, @Nullable String offset) {
    log.precede(offset, legacy.missed());
    connected();
    return kicked || legacy.kicked();
  }

  /** What the client left is here, but the client was lost again. */
  void arrivedTooLate(Legacy<EncodedMessages> legacy, @Nullable String offset) {
    log.precede(offset, legacy.missed());
    CompletableFuture<Void> mine = whenOver();
    CompletionStage<?> _ = legacy.over().whenComplete((_, _) -> mine.complete(null));
    if (kicked || legacy.kicked()) {
      giveUp();
    } else {
      store.put(pid, this);
      park();
    }
  }

  /** The client has nothing to come back to: this socket is not the one that it will get. */
  void abandon() {
    state = State.GONE;
    log.clear();
    socket.life().release();
  }

  /**
   * The socket is not connected any more.
   *
   * @return whether it is still a member, because its client may come back
   */
  boolean left(DisconnectReason reason) {
    if (state == State.CONNECTED && reason.isLoss()) {
      park();
      return true;
    }
    end();
    return false;
  }

  /** Makes a parked socket one that nobody can come back to. */
  void giveUp() {
    end();
    socket.namespace().adapter().remove(socket.life().member());
  }

  /** The server wants to disconnect the socket; true if there is nothing more to do for that. */
  boolean kick() {
    switch (state) {
      case ARRIVING, LEAVING -> kicked = true;
      case PARKED -> {
        recovery.on(session.loop()).parked().remove(this);
        giveUp();
      }
      case NEW, CONNECTED, GONE -> {
        return false;
      }
    }
    return true;
  }

  /** Something is sent to the socket, be it connected or not. */
  void remember(EncodedMessages packet) {
    if (packet.offset() == null) {
      return;
    }
    switch (state) {
      case ARRIVING, LEAVING -> log.append(packet);
      case CONNECTED, PARKED -> {
        log.append(packet);
        keepWithinBounds();
      }
      case NEW, GONE -> {
        // Nobody will ask for it.
      }
    }
  }

  /** Whether somebody else has this one's place, and gets the packet if the client waits for it. */
  boolean forwards(EncodedMessages packet) {
    Member<EncodedMessages> other = successor;
    if (other != null && packet.offset() != null) {
      other.shard().execute(() -> other.deliver(packet, BroadcastFlags.DEFAULT));
    }
    return other != null;
  }

  private void keepWithinBounds() {
    while (log.size() > 0 && isTooMuch()) {
      if (state == State.PARKED && maybeReceived == 0) {
        recovery.on(session.loop()).parked().remove(this);
        giveUp();
      } else {
        log.dropFirst();
        maybeReceived--;
      }
    }
  }

  private boolean isTooMuch() {
    return log.bytes() > recovery.config().maxBytesPerSocket()
        || (recovery.isFull() && !recovery.on(session.loop()).parked().makeRoom());
  }

  private void park() {
    log.hold();
    state = State.PARKED;
    maybeReceived = log.size();
    recovery.on(session.loop()).parked().add(this);
    keepWithinBounds();
  }

  private void end() {
    state = State.GONE;
    store.remove(pid, this);
    log.clear();
    socket.life().release();
  }

  // ---- what the store calls, on any thread

  @Override
  public String sid() {
    return socket.id();
  }

  @Override
  public Map<String, Object> data() {
    return socket.dataNow();
  }

  @Override
  public CompletionStage<Boolean> covers(@Nullable String offset) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (!socket.life().onLoop(() -> answer.complete(isThere(offset)))) {
      answer.complete(false);
    }
    return answer;
  }

  private boolean isThere(@Nullable String offset) {
    return (state == State.CONNECTED || state == State.PARKED) && log.covers(offset);
  }

  @Override
  public CompletionStage<@Nullable Legacy<EncodedMessages>> handOver(
      Member<EncodedMessages> comer, @Nullable String offset) {
    CompletableFuture<@Nullable Legacy<EncodedMessages>> legacy = new CompletableFuture<>();
    if (!socket.life().onLoop(() -> beginHandOver(comer, offset, legacy))) {
      legacy.complete(null);
    }
    return legacy;
  }

  private void beginHandOver(
      Member<EncodedMessages> comer,
      @Nullable String offset,
      CompletableFuture<@Nullable Legacy<EncodedMessages>> legacy) {
    if (state == State.CONNECTED && log.covers(offset)) {
      // The client knows better than we do that this connection is lost. This parks the socket.
      session.close(CloseReason.TRANSPORT_CLOSE);
    }
    if (state != State.PARKED || !log.covers(offset)) {
      legacy.complete(null);
      return;
    }
    recovery.on(session.loop()).parked().remove(this);
    log.unshare();
    state = State.LEAVING;
    CompletionStage<?> _ =
        socket
            .namespace()
            .adapter()
            .replace(socket.life().member(), comer)
            .whenComplete((done, _) -> endHandOver(comer, offset, legacy, done));
  }

  private void endHandOver(
      Member<EncodedMessages> comer,
      @Nullable String offset,
      CompletableFuture<@Nullable Legacy<EncodedMessages>> legacy,
      @Nullable Boolean done) {
    if (Boolean.TRUE.equals(done)) {
      List<EncodedMessages> missed =
          Objects.requireNonNull(log.after(offset), "a socket that leaves drops nothing");
      Legacy<EncodedMessages> all = new Legacy<>(missed, kicked, whenOver());
      successor = comer;
      end();
      legacy.complete(all);
    } else {
      legacy.complete(null);
    }
  }
}
