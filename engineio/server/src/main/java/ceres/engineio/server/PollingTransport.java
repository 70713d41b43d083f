package ceres.engineio.server;

import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.Close;
import ceres.engineio.protocol.EnginePacket.Noop;
import ceres.engineio.protocol.MalformedPacketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * HTTP long-polling (Engine.IO protocol, "HTTP long-polling"): a GET waits for packets, a POST
 * brings them. At most one of each at a time.
 *
 * <p>Event-loop confined to the session's loop.
 */
final class PollingTransport implements Transport {
  static final OutgoingPacket NOOP = OutgoingPacket.of(new Noop());
  static final OutgoingPacket CLOSE = OutgoingPacket.of(new Close());

  /** How long the answer to a body waits at most for what was in it to be handled. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final LoopContext loop;
  private final Dialect dialect;
  private final int compressFrom;
  private @Nullable EngineSession session;
  private @Nullable Exchange poll;
  private @Nullable Exchange body;

  /** What was in the body, and is not handled yet. */
  private final Deque<EnginePacket> received = new ArrayDeque<>(0);

  private boolean bodyHandled;
  private boolean paused;

  /**
   * @param compressFrom from which length on an answer may be compressed
   */
  PollingTransport(LoopContext loop, Dialect dialect, int compressFrom) {
    this.loop = loop;
    this.dialect = dialect;
    this.compressFrom = compressFrom;
  }

  LoopContext loop() {
    return loop;
  }

  void attach(EngineSession owner) {
    session = owner;
  }

  /**
   * A GET came. If there is a WebSocket that may take over, it is handled after what the client
   * sent on that before, because that may have been the end of this transport.
   */
  void onPoll(Exchange exchange) {
    loop.assertInLoop();
    WebSocketTransport candidate = session().candidate();
    if (candidate == null) {
      poll(exchange);
    } else {
      candidate.afterReading(() -> poll(exchange));
    }
  }

  private void poll(Exchange exchange) {
    EngineSession owner = session();
    owner.heartbeat().expireIfOver();
    if (refused(exchange)) {
      return;
    }
    if (poll != null) {
      owner.apply(new SessionEvent.RequestOverlapped());
      exchange.refuse(EngineError.BAD_REQUEST);
    } else {
      poll = exchange;
      owner.pollArrived();
    }
  }

  /** A POST came. Its answer follows all that handling it has queued. */
  void onBody(Exchange exchange, byte[] bytes) {
    loop.assertInLoop();
    EngineSession owner = session();
    if (refused(exchange)) {
      return;
    }
    if (body != null) {
      owner.apply(new SessionEvent.RequestOverlapped());
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    List<EnginePacket> packets;
    try {
      packets = dialect.decodePayload(bytes, exchange.bringsOctets());
    } catch (MalformedPacketException e) {
      owner.receivedGarbage(this);
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    body = exchange;
    bodyHandled = false;
    if (packets.size() <= Turn.PACKETS) {
      packets.forEach(packet -> owner.received(this, packet));
      awaitHandling(exchange);
    } else {
      received.addAll(packets);
      receiveSome(exchange);
    }
  }

  /** So many packets that others have to have their turns, and their own handlers too. */
  private void receiveSome(Exchange exchange) {
    Turn turn = new Turn();
    boolean others = false;
    while (!others && !paused && !received.isEmpty()) {
      session().received(this, received.remove());
      others = turn.isOver();
    }
    if (received.isEmpty()) {
      awaitHandling(exchange);
    } else if (!paused) {
      loop.executeNextTurn(() -> receiveSome(exchange));
    }
  }

  @Override
  public void finishReceiving() {
    Exchange exchange = body;
    if (exchange == null || received.isEmpty()) {
      return;
    }
    while (!received.isEmpty()) {
      session().received(this, received.remove());
    }
    awaitHandling(exchange);
  }

  private void awaitHandling(Exchange exchange) {
    CompletionStage<?> handling = session().handling();
    if (handling == null) {
      loop.execute(() -> handled(exchange));
    } else {
      SessionLoop.Cancellable timer = loop.schedule(PATIENCE, () -> handled(exchange));
      CompletionStage<?> _ =
          handling.whenComplete((_, _) ->
              loop.execute(() -> {
                timer.cancel();
                handled(exchange);
              }));
    }
  }

  private void handled(Exchange exchange) {
    if (exchange.equals(body)) {
      bodyHandled = true;
      answerBody();
    }
  }

  /** Refuses a request that comes too late: the session ended, or went on to WebSocket. */
  private boolean refused(Exchange exchange) {
    EngineSession owner = session();
    if (owner.isClosed()) {
      exchange.refuse(EngineError.UNKNOWN_SID);
    } else if (!owner.carriedBy(this)) {
      owner.afterWriting(() -> exchange.refuse(EngineError.BAD_REQUEST));
    } else {
      return false;
    }
    return true;
  }

  /**
   * A request of this session was cut off before its answer had left. If there was an answer on its
   * way, what that carried is lost.
   */
  void onAbort(Exchange exchange) {
    loop.assertInLoop();
    poll = exchange.equals(poll) ? null : poll;
    body = exchange.equals(body) ? null : body;
    session().transportGone(this, CloseReason.TRANSPORT_ERROR);
  }

  /** A POST of this session was cut off before it was here. */
  void onUploadCutOff() {
    loop.assertInLoop();
    session().transportGone(this, CloseReason.TRANSPORT_ERROR);
  }

  @Override
  public TransportName name() {
    return TransportName.POLLING;
  }

  @Override
  public boolean ready() {
    return poll != null;
  }

  @Override
  public boolean writable() {
    return poll != null;
  }

  @Override
  public long backlog() {
    return 0;
  }

  @Override
  public void write(List<OutgoingPacket> packets) {
    release(packets);
  }

  /** Answers the pending poll, if there is one. */
  void release(List<OutgoingPacket> packets) {
    Exchange answered = poll;
    if (answered != null) {
      poll = null;
      answered.answerText(
          dialect.join(packets),
          packets.stream().anyMatch(OutgoingPacket::mayCompress)
              ? compressFrom
              : Integer.MAX_VALUE);
    }
  }

  @Override
  public void reading(boolean wanted) {
    boolean goesOn = paused && wanted && !received.isEmpty();
    paused = !wanted;
    Exchange exchange = body;
    if (goesOn && exchange != null) {
      loop.executeNextTurn(() -> receiveSome(exchange));
    }
    answerBody();
  }

  @Override
  public void close(CloseReason why) {
    paused = false;
    if (!received.isEmpty()) {
      received.clear();
      bodyHandled = true;
    }
    answerBody();
    release(List.of(NOOP));
  }

  private void answerBody() {
    Exchange answered = body;
    if (answered != null && bodyHandled && !paused) {
      body = null;
      answered.answerOk();
    }
  }

  private EngineSession session() {
    if (session == null) {
      throw new AssertionError("not attached");
    }
    return session;
  }
}
