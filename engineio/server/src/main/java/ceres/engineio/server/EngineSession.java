package ceres.engineio.server;

import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.EnginePacket.Ping;
import ceres.engineio.protocol.EnginePacket.Pong;
import ceres.engineio.protocol.EnginePacket.TextMessage;
import ceres.engineio.server.SessionEffect.AnswerPing;
import ceres.engineio.server.SessionEffect.Deliver;
import ceres.engineio.server.SessionEffect.NotifyClosed;
import ceres.engineio.server.SessionEffect.Plain;
import ceres.engineio.server.SessionLife.Transition;
import ceres.engineio.server.SessionState.Closed;
import ceres.engineio.server.SessionState.Closing;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session: carries out what {@link SessionLife} decides.
 *
 * <p>Event-loop confined to {@link #loop}.
 */
final class EngineSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);
  private static final OutgoingPacket PING = OutgoingPacket.of(new Ping(""));

  private final String id;
  private final LoopContext loop;
  private final EngineConfig config;
  private final HandshakeRequest request;
  private final Consumer<EngineSession> onDestroy;
  private final @Nullable PollingTransport polling;
  private final Dialect dialect;
  private final Heartbeat heartbeat;

  private SessionState state;
  private Transport transport;
  private @Nullable WebSocketTransport candidate;
  private @Nullable SessionListener listener;
  private final Outbox outbox;
  private boolean flushQueued;
  private boolean overflowed;

  EngineSession(
      String id,
      LoopContext loop,
      EngineConfig config,
      HandshakeRequest request,
      Dialect dialect,
      Transport transport,
      Consumer<EngineSession> onDestroy) {
    this.id = id;
    this.loop = loop;
    this.config = config;
    this.request = request;
    this.dialect = dialect;
    this.heartbeat = new Heartbeat(this, loop);
    this.outbox = new Outbox(this, loop, config.maxBufferedBytes());
    this.transport = transport;
    this.onDestroy = onDestroy;
    this.polling = transport instanceof PollingTransport first ? first : null;
    this.state = SessionLife.begin(transport.name());
  }

  /** Says OPEN and begins the heartbeat. */
  void open(SessionListener.Factory listeners) {
    loop.assertInLoop();
    send(dialect.opening(id, transport.name(), config));
    heartbeat.begin();
    try {
      listener = listeners.opened(this);
    } catch (RuntimeException | Error fault) {
      LOG.error("Nobody listens to a new session, so it ends", fault);
      listener = new DeafListener();
      apply(new SessionEvent.TransportGone(CloseReason.TRANSPORT_ERROR));
    }
  }

  // ---- what the layer above calls

  @Override
  public String id() {
    return id;
  }

  @Override
  public LoopContext loop() {
    return loop;
  }

  @Override
  public HandshakeRequest request() {
    return request;
  }

  @Override
  public TransportName transport() {
    return transport.name();
  }

  @Override
  public int protocol() {
    return dialect.version();
  }

  @Override
  public boolean isOpen() {
    return SessionLife.isOpen(state);
  }

  @Override
  public void send(OutgoingPacket packet) {
    loop.assertInLoop();
    if (!isOpen() || overflowed) {
      return;
    }
    if (!outbox.hasRoomFor(packet, transport)) {
      overflowed = true;
      // Not now: the caller may be in the middle of a broadcast.
      loop.execute(this::transportFailed);
      return;
    }
    enqueue(packet);
  }

  @Override
  public boolean isWritable() {
    return transport.writable() && outbox.isLow(transport);
  }

  @Override
  public void pauseReading() {
    heartbeat.reading(false);
    transport.reading(false);
  }

  @Override
  public void resumeReading() {
    heartbeat.reading(true);
    transport.reading(true);
  }

  @Override
  public void close(CloseReason reason) {
    if (listener == null) {
      // Its listener is being made, and is to be told.
      loop.execute(() -> close(reason));
    } else {
      apply(new SessionEvent.CloseRequested(reason));
    }
  }

  // ---- what the transports call

  /** The polling transport that this session began with, whatever carries it now, or null. */
  @Nullable PollingTransport polling() {
    return polling;
  }

  /** The WebSocket that may take over, or null. */
  @Nullable WebSocketTransport candidate() {
    return candidate;
  }

  /** Runs a task when what was sent is on its way. */
  void afterWriting(Runnable task) {
    flush();
    transport.afterWriting(task);
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  /** Whether this transport carries the session. */
  boolean carriedBy(Transport which) {
    return transport.equals(which);
  }

  /** How this session's packets are written. */
  Dialect dialect() {
    return dialect;
  }

  /** Whether this has ended, so that its id means nothing any more. */
  boolean isClosed() {
    return state instanceof Closed;
  }

  /** A packet came. */
  void received(Transport from, EnginePacket packet) {
    if (from.equals(transport)) {
      apply(dialect.received(packet));
    } else if (from.equals(candidate)) {
      apply(new SessionEvent.CandidateReceived(packet));
    }
  }

  /** What the messages that came still cause; null if that is over. */
  @Nullable CompletionStage<?> handling() {
    return isOpen() ? listener().handling() : null;
  }

  /** The server sends the client away: only what came is taken in. As {@link #handling} else. */
  @Nullable CompletionStage<?> leaving() {
    transport.finishReceiving();
    return isOpen() && listener != null ? listener.leaving() : null;
  }

  /** What came is no packet. */
  void receivedGarbage(Transport from) {
    happened(from, new SessionEvent.ReceivedGarbage());
  }

  /** The transport ended. */
  void transportGone(Transport which, CloseReason reason) {
    happened(which, new SessionEvent.TransportGone(reason));
  }

  private void happened(Transport where, SessionEvent event) {
    if (where.equals(transport)) {
      apply(event);
    } else if (where.equals(candidate)) {
      apply(new SessionEvent.CandidateFailed());
    }
  }

  /** The transport that carries the session cannot go on. */
  void transportFailed() {
    apply(new SessionEvent.TransportGone(CloseReason.TRANSPORT_ERROR));
  }

  /** A WebSocket was opened with this session's id. */
  void candidateOpened(WebSocketTransport newcomer) {
    Transition transition = SessionLife.on(state, new SessionEvent.CandidateOpened());
    if (transition.effects().contains(Plain.KEEP_CANDIDATE)) {
      candidate = newcomer;
      newcomer.beginUpgrade();
    } else {
      newcomer.close();
    }
    state = transition.state();
  }

  /** The polling transport can write again. */
  void pollArrived() {
    loop.assertInLoop();
    if (state instanceof Closing) {
      closeByPoll();
    } else if (!outbox.isEmpty()) {
      flush();
    } else if (candidate != null && candidate.probed()) {
      releasePoll();
    }
  }

  /** Hands over what waits, if the transport can take it. */
  void flush() {
    flushQueued = false;
    outbox.leaveBy(transport);
  }

  /** Something happened to this session: called by the transports, the heartbeat and itself. */
  void apply(SessionEvent event) {
    loop.assertInLoop();
    Transition transition = SessionLife.on(state, event);
    state = transition.state();
    for (SessionEffect effect : transition.effects()) {
      carryOut(effect);
    }
  }

  private void carryOut(SessionEffect effect) {
    switch (effect) {
      case Deliver(TextMessage(String data)) -> tell(() -> listener().onText(data));
      case Deliver(BinaryMessage(byte[] data)) -> tell(() -> listener().onBinary(data));
      case AnswerPing(String data) -> send(OutgoingPacket.of(new Pong(data)));
      case NotifyClosed(CloseReason reason) ->
          tell(() -> listener().onClose(loop.counts().closed(reason)));
      case Plain plain -> carryOut(plain);
    }
  }

  /** A listener that fails costs its own session, and neither its end nor anyone else's. */
  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error fault) {
      LOG.error("The listener of a session failed, so that ends", fault);
      close(CloseReason.FORCED_CLOSE);
    }
  }

  private void carryOut(Plain effect) {
    switch (effect) {
      case SEND_PING -> {
        listener().onPing();
        enqueue(PING);
        heartbeat.awaitPong();
      }
      case AWAIT_PING -> {
        heartbeat.awaitPing();
        if (!dialect.clientPings()) {
          listener().onPong();
        }
      }
      case AWAIT_LATE_PING -> heartbeat.awaitPong();
      case ANSWER_PROBE -> requireCandidate().answerProbe();
      case DROP_CANDIDATE -> dropCandidate();
      case ADOPT_CANDIDATE -> adoptCandidate();
      case RELEASE_POLL -> releasePoll();
      case ABORT_POLL -> {
        if (transport instanceof PollingTransport polling) {
          polling.release(List.of(PollingTransport.CLOSE));
        }
      }
      case CLOSE_BY_POLL -> {
        heartbeat.awaitClose();
        closeByPoll();
      }
      case FLUSH -> flush();
      case DESTROY -> destroy();
      case KEEP_CANDIDATE, REJECT_CANDIDATE ->
          throw new AssertionError("only candidateOpened() leads to " + effect);
    }
  }

  /** What waits leaves by a poll of its own: the client forgets what comes with a CLOSE. */
  private void closeByPoll() {
    if (outbox.isEmpty() && transport.ready()) {
      transport.write(List.of(PollingTransport.CLOSE));
      apply(new SessionEvent.CloseDelivered());
    } else {
      flush();
    }
  }

  private void releasePoll() {
    if (transport instanceof PollingTransport polling && polling.ready()) {
      if (outbox.isEmpty()) {
        polling.release(List.of(PollingTransport.NOOP));
      } else {
        flush();
      }
    }
  }

  private void adoptCandidate() {
    Transport old = transport;
    old.finishReceiving();
    WebSocketTransport adopted = requireCandidate();
    adopted.takeOver();
    candidate = null;
    transport = adopted;
    old.close();
    if (heartbeat.isReadingPaused()) {
      adopted.reading(false);
    }
    flush();
  }

  private void dropCandidate() {
    WebSocketTransport dropped = candidate;
    candidate = null;
    if (dropped != null) {
      dropped.endUpgrade();
      dropped.close();
    }
  }

  private void destroy() {
    // First, so that a client which sees the end finds its session id dead.
    onDestroy.accept(this);
    heartbeat.cancel();
    dropCandidate();
    outbox.clear();
    transport.close();
  }

  private void enqueue(OutgoingPacket packet) {
    outbox.add(packet);
    if (!flushQueued) {
      flushQueued = true;
      loop.flushes().add(this);
    }
  }

  private WebSocketTransport requireCandidate() {
    return Objects.requireNonNull(candidate, "no candidate");
  }

  private SessionListener listener() {
    return Objects.requireNonNull(listener, "nothing happens to a session before it was opened");
  }
}
